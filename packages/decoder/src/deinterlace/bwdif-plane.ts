import type { PlaneSamples } from '../frame/plane-samples.ts';

/** One plane of three successive frames, and where the result goes. All have the same size. */
export interface PlaneWindow {
  readonly previous: PlaneSamples;
  readonly current: PlaneSamples;
  readonly next: PlaneSamples;
  readonly target: PlaneSamples;
  readonly width: number;
  readonly height: number;
  /** Whether the even rows are kept, because they were taken first. */
  readonly keepEven: boolean;
  /** Largest code value. */
  readonly maximum: number;
}

// Weights of rows at growing distance from the missing one, over 8192: the filter that J. Easterbrook published as "Weston
// 3-field deinterlacer", made at BBC Research. `fine` weighs the other moments' rows, `coarse` those of this moment.
const fine = [5570, 3801, 1016] as const;
const coarse = [4309, 213] as const;
const spatial = [5077, 981] as const;
const weightBits = 13;

/**
 * Keeps the rows of the field that was taken first, and fills in the others as they were at that moment.
 *
 * A missing row is interpolated from this field's rows around it and, where something moves, the detail of the same rows
 * half a frame before and after (Weston's vertical-temporal filter). The result may differ from the mean of the two by no
 * more than the picture changes there, in time or against the rows around (the checks of M. Niedermayer's yadif): what
 * stands still stays as it is. This is T. Mundt's combination, known as bwdif, with one output frame per input frame.
 */
export function deinterlacePlane(window: PlaneWindow): void {
  const { current, target, width, height, keepEven } = window;
  for (let y = 0; y < height; y++) {
    const kept = (y % 2 === 0) === keepEven || height === 1;
    if (kept) target.set(current.subarray(y * width, (y + 1) * width), y * width);
    else if (y >= 4 && y + 4 < height) fillInnerRow(window, y);
    else fillBorderRow(window, y);
  }
}

function fillInnerRow({ previous, current, next, target, width, maximum }: PlaneWindow, y: number): void {
  const two = 2 * width;
  const end = (y + 1) * width;
  for (let at = y * width; at < end; at++) {
    const above = current[at - width]!;
    const below = current[at + width]!;
    const before = previous[at]!;
    const after = current[at]!;
    const mean = (before + after) >> 1;
    const step = Math.abs(before - after);
    const earlier = Math.abs(previous[at - width]! - above) + Math.abs(previous[at + width]! - below);
    const later = Math.abs(next[at - width]! - above) + Math.abs(next[at + width]! - below);
    let reach = Math.max(step >> 1, earlier >> 1, later >> 1);
    if (reach === 0) {
      target[at] = mean;
      continue;
    }
    const above2 = previous[at - two]! + current[at - two]!;
    const below2 = previous[at + two]! + current[at + two]!;
    reach = widen(reach, mean, above, below, (above2 >> 1) - above, (below2 >> 1) - below);
    const around = above + below;
    const around3 = current[at - two - width]! + current[at + two + width]!;
    let value: number;
    if (Math.abs(above - below) > step) {
      const around4 =
        previous[at - two - two]! +
        current[at - two - two]! +
        previous[at + two + two]! +
        current[at + two + two]!;
      const detail = fine[0] * (before + after) - fine[1] * (above2 + below2) + fine[2] * around4;
      value = ((detail >> 2) + coarse[0] * around - coarse[1] * around3) >> weightBits;
    } else value = (spatial[0] * around - spatial[1] * around3) >> weightBits;
    target[at] = limit(value, mean - reach, mean + reach, maximum);
  }
}

/** Rows whose neighbourhood is cut off: the mean of the rows around, within the same limits. */
function fillBorderRow(window: PlaneWindow, y: number): void {
  const { previous, current, next, target, width, height, maximum } = window;
  const up = y > 0 ? -width : width;
  const down = y + 1 < height ? width : -width;
  const two = 2 * width;
  const checksRows = y >= 2 && y + 2 < height;
  const end = (y + 1) * width;
  for (let at = y * width; at < end; at++) {
    const above = current[at + up]!;
    const below = current[at + down]!;
    const before = previous[at]!;
    const after = current[at]!;
    const mean = (before + after) >> 1;
    const earlier = Math.abs(previous[at + up]! - above) + Math.abs(previous[at + down]! - below);
    const later = Math.abs(next[at + up]! - above) + Math.abs(next[at + down]! - below);
    let reach = Math.max(Math.abs(before - after) >> 1, earlier >> 1, later >> 1);
    if (reach > 0 && checksRows) {
      const rise = ((previous[at - two]! + current[at - two]!) >> 1) - above;
      const fall = ((previous[at + two]! + current[at + two]!) >> 1) - below;
      reach = widen(reach, mean, above, below, rise, fall);
    }
    target[at] = limit((above + below) >> 1, mean - reach, mean + reach, maximum);
  }
}

/** Allows more where the mean in time would stand out from the rows around it, i.e. be combed. */
function widen(
  reach: number,
  mean: number,
  above: number,
  below: number,
  rise: number,
  fall: number,
): number {
  const toAbove = mean - above;
  const toBelow = mean - below;
  const most = Math.max(toBelow, toAbove, Math.min(rise, fall));
  const least = Math.min(toBelow, toAbove, Math.max(rise, fall));
  return Math.max(reach, least, -most);
}

function limit(value: number, low: number, high: number, maximum: number): number {
  return Math.max(0, Math.min(maximum, Math.max(low, Math.min(high, value))));
}
