import type { Case } from './measure.ts';

/** Part of the benchmark, as `--only` names it: `theme`, or `theme/part of a case's name`, in any case of letters. */
export interface Choice {
  takesTheme(name: string): boolean;
  /** The chosen cases of a theme, and those that they are compared with. */
  cases(theme: string, all: readonly Case[]): readonly Case[];
}

/** Reads one or several patterns, separated by commas; `undefined` takes everything. */
export function chooseCases(only: string | undefined): Choice {
  const patterns = (only ?? '').split(',').map(text => {
    const [theme = '', ...rest] = text.trim().toLowerCase().split('/');
    return { theme, part: rest.join('/') };
  });
  const forTheme = (name: string) => patterns.filter(({ theme }) => name.includes(theme));
  return {
    takesTheme: name => forTheme(name).length > 0,
    cases(name, all) {
      const parts = forTheme(name).map(({ part }) => part);
      const chosen = new Set<Case>();
      const take = (item: Case) => {
        if (chosen.has(item)) return;
        chosen.add(item);
        for (const { to } of item.against ?? []) take(all.find(other => other.name === to)!);
      };
      for (const item of all) if (parts.some(part => item.name.toLowerCase().includes(part))) take(item);
      return all.filter(item => chosen.has(item));
    },
  };
}
