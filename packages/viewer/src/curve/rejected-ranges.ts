import type { RejectedRange } from '../api/curve.ts';
import { codeCount, isOwnCode, ownReasonOfCode, type ReasonCodes } from '../selecting/reason-codes.ts';
import type { Points } from './reduce-curve.ts';
import type { RunColumns } from './run-columns.ts';

/**
 * Joins neighbouring points of which at least half of the frames are rejected for what they are, most of them for the same.
 *
 * @param end time at which the last point ends.
 */
export function rejectedRanges(
  { ordinals, times }: RunColumns,
  { starts }: Points,
  codes: ReasonCodes,
  end: number,
): readonly RejectedRange[] {
  const ranges: { from: number; to: number; reason: RejectedRange['reason'] }[] = [];
  const counts = new Uint32Array(codeCount);
  let previous = 0;
  for (let point = 0; point + 1 < starts.length; point++) {
    counts.fill(0);
    const [first, after] = [starts[point]!, starts[point + 1]!];
    for (let row = first; row < after; row++) counts[codes[ordinals[row]!] ?? 0]! += 1;
    const code = mostFrequent(counts, after - first);
    const to = point + 2 < starts.length ? times[after]! : Math.max(end, times[after - 1]!);
    const open = ranges.at(-1);
    if (code !== 0 && code === previous && open) open.to = to;
    else if (code !== 0) ranges.push({ from: times[first]!, to, reason: ownReasonOfCode(code) });
    previous = code;
  }
  return ranges;
}

/** The own code of most of the frames where at least half have one; else 0. */
function mostFrequent(counts: Uint32Array, frames: number): number {
  let rejected = 0;
  let most = 0;
  for (let code = 1; code < counts.length && isOwnCode(code); code++) {
    rejected += counts[code]!;
    if (counts[code]! > 0 && (most === 0 || counts[code]! > counts[most]!)) most = code;
  }
  return rejected * 2 >= frames ? most : 0;
}
