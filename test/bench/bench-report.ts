import { cpus, totalmem } from 'node:os';
import type { LimitResult } from './limits.ts';
import type { Measurement } from './measure.ts';
import type { BenchSettings } from './theme.ts';

/** What it was measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
}

/** What came of a theme. */
export interface ThemeReport {
  readonly name: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly measurements: readonly Measurement[];
  /** What it failed with; `null` when it didn't. */
  readonly failure: string | null;
}

/** Everything that was measured: what `--json` writes. */
export interface BenchReport {
  readonly machine: Machine;
  readonly settings: BenchSettings;
  readonly themes: readonly ThemeReport[];
}

/** Looks at this machine. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

/** The limits of a measurement, each with what it came to. */
export function limitsOf({ against, limits }: Measurement): readonly LimitResult[] {
  return [...against.map(({ limit }) => limit), limits.seconds, limits.peakBytes].filter(
    limit => limit !== null,
  );
}

/** Whether all was measured, and every limit holds. */
export function isGood({ themes }: BenchReport): boolean {
  return themes.every(
    ({ failure, measurements }) =>
      failure === null && measurements.flatMap(limitsOf).every(({ holds }) => holds),
  );
}
