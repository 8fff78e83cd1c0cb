import type { ScoreTable } from '@framesieve/core';
import type { PickedRow } from './pick-set.ts';

/**
 * Says in one sentence why a frame was picked.
 *
 * @param place the frame's place among all scored frames, 1 for the best.
 * @param scored number of frames with a score.
 */
export function explainPick(
  { row, note }: PickedRow,
  table: ScoreTable,
  place: number,
  scored: number,
): string {
  const scores = table.metrics
    .filter(metric => !Number.isNaN(metric.scores[row]!))
    .map(({ id, scores, direction }) => `${id} ${scores[row]!.toFixed(2)} (${direction} is better)`);
  return `Picked ${note}: ${scores.join(', ')}, place ${place} of ${scored}.`;
}
