import type { Stretch } from './stretches.ts';

/** What picks from a clip are worth. */
export interface Verdict {
  /** Ordinals. */
  readonly picks: readonly number[];
  /** Share of the picks that lie in good stretches, 0 … 1; 0 without picks. */
  readonly good: number;
  /** Share of the good stretches that have a pick, 0 … 1. */
  readonly reached: number;
  /** Picks in bad stretches, by their kind. */
  readonly bad: Readonly<Record<string, number>>;
}

/** Holds picked ordinals against the truth. A pick counts for the stretch that it lies in, however near the border. */
export function judge(picks: readonly number[], stretches: readonly Stretch[]): Verdict {
  const hit = picks.map(pick => stretches.find(({ start, end }) => pick >= start && pick < end)!);
  const good = hit.filter(stretch => stretch.good);
  const bad: Record<string, number> = {};
  for (const { kind } of hit.filter(stretch => !stretch.good)) bad[kind] = (bad[kind] ?? 0) + 1;
  return {
    picks,
    good: picks.length === 0 ? 0 : good.length / picks.length,
    reached: new Set(good).size / stretches.filter(stretch => stretch.good).length,
    bad,
  };
}

/** Share of the frames that lie in good stretches: what picking at random comes to. */
export function shareOfGood(stretches: readonly Stretch[]): number {
  const frames = stretches.filter(({ good }) => good).reduce((sum, { start, end }) => sum + end - start, 0);
  return frames / stretches.at(-1)!.end;
}
