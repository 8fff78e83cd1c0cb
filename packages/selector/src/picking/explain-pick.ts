import type { ScoreColumn, SelectionInput } from '@framesieve/core';
import type { PickedRow } from './pick-set.ts';

/** Where a frame stands among the others. */
export interface Standing {
  /** Its place among all scored frames, 1 for the best. */
  readonly place: number;
  /** Number of frames with a score. */
  readonly scored: number;
  /** Number of frames that are refined, which come first. */
  readonly refined: number;
}

/** Says in one sentence why a frame was picked, and by which metric it was ranked. */
export function explainPick(
  { row, note }: PickedRow,
  { table, settings }: SelectionInput,
  { place, scored, refined }: Standing,
): string {
  const { refinedBy } = settings;
  const defined = table.metrics.filter(metric => !Number.isNaN(metric.scores[row]!));
  const strong = defined.filter(({ id }) => id === refinedBy);
  const others = defined.filter(({ id }) => id !== refinedBy);
  const list = (columns: readonly ScoreColumn[]) =>
    columns.map(({ id, scores, direction }) => `${id} ${scores[row]!.toFixed(2)} (${direction} is better)`);
  if (strong.length === 0) {
    const behind = refined > 0 ? `, behind the ${refined} refined by ${refinedBy}` : '';
    return `Picked ${note}: ${list(others).join(', ')}, place ${place} of ${scored}${behind}.`;
  }
  const rank = `${list(strong)[0]}, place ${place} of ${refined} refined by ${refinedBy}`;
  return `Picked ${note}: ${[rank, ...list(others)].join('; ')}.`;
}
