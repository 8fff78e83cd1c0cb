import { FirstVector, multiplyAdd, multiplySubtract, SecondVector } from './lanes';
import {
  centreWeight,
  farWeight,
  grain,
  leastDeviation,
  nearWeight,
  varianceShare,
  windowUnit,
} from './window-constants';
import { column } from './window-rows';
import { Samples, Squares } from './work';

// At half size: float32, as long as what it finds is far from rounding errors (see double-window-rows.ts).

/** Samples of float32, less what lies at `centre`. */
export function centreHalfSamples(samples: usize, target: usize, count: i32, centre: usize): void {
  const middle = v128.load(centre);
  for (let i = 0; i < count; i += 4) {
    const at = (i as usize) << 2;
    v128.store(target + at, f32x4.sub(v128.load(samples + at), middle));
  }
}

/**
 * What `normaliseRow()` computes, of samples of float32.
 *
 * @returns whether a difference to the mean and the variance are both so small that rounding errors may decide about them.
 */
export function normaliseHalfRow(
  row: usize,
  target: usize,
  bytes: usize,
  rows: usize,
  constants: usize,
): bool {
  const k0 = v128.load(constants, centreWeight);
  const k1 = v128.load(constants, nearWeight);
  const k2 = v128.load(constants, farWeight);
  const unit = v128.load(constants, windowUnit);
  const one = v128.load(constants, leastDeviation);
  const share = v128.load(constants, varianceShare);
  const least = v128.load(constants, grain);
  let lowest = least;
  let r0 = load<usize>(rows);
  let r1 = load<usize>(rows, 4);
  let r2 = load<usize>(rows, 8);
  let r3 = load<usize>(rows, 12);
  let r4 = load<usize>(rows, 16);
  let r5 = load<usize>(rows, 20);
  let r6 = load<usize>(rows, 24);
  const end = row + bytes;
  while (row < end) {
    const mean = f32x4.mul(column<FirstVector, Samples>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const square = f32x4.mul(column<FirstVector, Squares>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const difference = f32x4.sub(v128.load(row), mean);
    const variance = f32x4.abs(multiplySubtract(mean, mean, square));
    lowest = f32x4.pmin(lowest, multiplyAdd(variance, share, f32x4.abs(difference)));
    v128.store(target, f32x4.div(difference, f32x4.add(f32x4.sqrt(variance), one)));
    const nextMean = f32x4.mul(column<SecondVector, Samples>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const nextSquare = f32x4.mul(column<SecondVector, Squares>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const nextDifference = f32x4.sub(v128.load(row, 16), nextMean);
    const nextVariance = f32x4.abs(multiplySubtract(nextMean, nextMean, nextSquare));
    lowest = f32x4.pmin(lowest, multiplyAdd(nextVariance, share, f32x4.abs(nextDifference)));
    v128.store(target, f32x4.div(nextDifference, f32x4.add(f32x4.sqrt(nextVariance), one)), 16);
    r0 += 32;
    r1 += 32;
    r2 += 32;
    r3 += 32;
    r4 += 32;
    r5 += 32;
    r6 += 32;
    row += 32;
    target += 32;
  }
  return v128.any_true(f32x4.lt(lowest, least));
}
