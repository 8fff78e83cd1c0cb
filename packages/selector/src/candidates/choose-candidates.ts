import { invalidArgument, type SelectionInput } from '@framesieve/core';
import { divideByTime } from '../coverage/stretches.ts';
import { prepare } from '../prepare.ts';
import { shareOut } from './share-out.ts';
import { takeSpread } from './take-spread.ts';

/** Stretches that the time is divided into where coverage doesn't say. */
const usualStretches = 10;

/**
 * Chooses the frames that a stronger metric is to look at: the best of each stretch of the timeline, as coverage divides it,
 * or of each shot, in proportion to the frames there that aren't rejected. Neighbours show much the same: as far as a stretch
 * has others, they keep a quarter of `minGapSeconds`, then an eighth, and only then none.
 *
 * A pure function: the same input gives the same candidates on every machine. Rejected frames and those without a score are
 * never among them.
 *
 * @param input scores of the metrics that have looked at every frame; what `refinedBy` says doesn't matter.
 * @param count how many, at least 0; where there aren't so many, all there are.
 * @returns ordinals, ascending.
 * @throws FrameSieveError `usage` when a setting is out of range, or names a metric that isn't there.
 */
export function chooseCandidates({ table, settings }: SelectionInput, count: number): readonly number[] {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw invalidArgument('count', 'a whole number of at least 0', count);
  }
  const metrics = table.metrics.filter(({ id }) => id !== settings.refinedBy);
  const own = { table: { ...table, metrics }, settings: { ...settings, refinedBy: null } };
  const { candidates, stretches } = prepare(own);
  const { ofRow, count: parts } = stretches ?? divideByTime(table, usualStretches);
  const byPart = groupRows(candidates, ofRow, parts);
  const shares = shareOut(
    byPart.map(rows => rows.length),
    count,
  );
  const gap = settings.minGapSeconds;
  return shares
    .flatMap((share, part) => takeSpread(byPart[part]!, table.timeSeconds, share, [gap / 4, gap / 8, 0]))
    .sort((a, b) => a - b)
    .map(row => table.ordinals[row]!);
}

/** Rows by the part that they lie in, each in the order that they are in. */
function groupRows(rows: Uint32Array, partOf: Uint32Array, parts: number): readonly (readonly number[])[] {
  const groups: number[][] = Array.from({ length: parts }, () => []);
  for (const row of rows) groups[partOf[row]!]!.push(row);
  return groups;
}
