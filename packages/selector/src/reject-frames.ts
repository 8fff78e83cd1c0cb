import type { RejectionReason, ScoreTable, SelectionSettings } from '@framesieve/core';

/** Reasons that concern a frame alone, whatever else is picked. */
export type OwnReason = Extract<RejectionReason, 'unscorable' | 'black' | 'white' | 'flat'>;

/** Code of each reason in {@link rejectFrames}'s result; 0 is a frame that is not rejected. */
export const ownReasons: readonly (OwnReason | null)[] = [null, 'unscorable', 'black', 'white', 'flat'];

/**
 * Finds the frames that are never worth keeping.
 *
 * @returns one code per row, an index into {@link ownReasons}; the first reason that applies counts.
 */
export function rejectFrames(
  table: ScoreTable,
  quality: Float64Array,
  settings: SelectionSettings,
): Uint8Array {
  const { meanLuma, contrast } = table;
  const blackBelow = settings.blackBelow ?? Number.NEGATIVE_INFINITY;
  const whiteAbove = settings.whiteAbove ?? Number.POSITIVE_INFINITY;
  const flatBelow = settings.flatBelow ?? Number.NEGATIVE_INFINITY;
  return Uint8Array.from(quality, (value, row) => {
    if (Number.isNaN(value)) return 1;
    if (meanLuma[row]! < blackBelow) return 2;
    if (meanLuma[row]! > whiteAbove) return 3;
    return contrast[row]! < flatBelow ? 4 : 0;
  });
}
