import type { Theme } from '../theme.ts';

/** A theme that is loaded when it is wanted: not each needs everything. */
export interface ThemeEntry {
  readonly name: string;
  load(): Promise<Theme>;
}

/** Everything that is measured, in order. */
export const themes: readonly ThemeEntry[] = [
  { name: 'start', load: async () => (await import('./start.ts')).startTheme },
  { name: 'decode', load: async () => (await import('./decode.ts')).decodeTheme },
  { name: 'kernel', load: async () => (await import('./kernel.ts')).kernelTheme },
  { name: 'score', load: async () => (await import('./score.ts')).scoreTheme },
  { name: 'musiq', load: async () => (await import('./musiq.ts')).musiqTheme },
  { name: 'refine', load: async () => (await import('./refine.ts')).refineTheme },
  { name: 'run', load: async () => (await import('./run.ts')).runTheme },
  { name: 'length', load: async () => (await import('./length.ts')).lengthTheme },
  { name: 'store', load: async () => (await import('./store.ts')).storeTheme },
  { name: 'select', load: async () => (await import('./select.ts')).selectTheme },
  { name: 'view', load: async () => (await import('./view.ts')).viewTheme },
  { name: 'export', load: async () => (await import('./export.ts')).exportTheme },
];
