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
import { behind, Samples, Squares } from './work';

/** Weighted sums along a row, of samples and of their squares. */
export function filterRow(row: usize, sums: usize, squareSums: usize, bytes: usize, constants: usize): void {
  const k0 = v128.load(constants, centreWeight);
  const k1 = v128.load(constants, nearWeight);
  const k2 = v128.load(constants, farWeight);
  for (let at: usize = 0; at < bytes; at += 32) {
    filter<FirstVector>(row + at, sums + at, squareSums + at, k0, k1, k2);
    filter<SecondVector>(row + at, sums + at, squareSums + at, k0, k1, k2);
  }
}

@inline
export function filter<Vector>(x: usize, sums: usize, squareSums: usize, k0: v128, k1: v128, k2: v128): void {
  const before = x - 12;
  const a0 = v128.load(before, offsetof<Vector>());
  const a1 = v128.load(before, offsetof<Vector>() + 4);
  const a2 = v128.load(before, offsetof<Vector>() + 8);
  const c = v128.load(before, offsetof<Vector>() + 12);
  const b2 = v128.load(before, offsetof<Vector>() + 16);
  const b1 = v128.load(before, offsetof<Vector>() + 20);
  const b0 = v128.load(before, offsetof<Vector>() + 24);
  let sum = f32x4.add(a0, b0);
  sum = multiplyAdd(f32x4.add(a1, b1), k2, sum);
  sum = multiplyAdd(f32x4.add(a2, b2), k1, sum);
  v128.store(sums, multiplyAdd(c, k0, sum), offsetof<Vector>());
  let squares = multiplyAdd(a0, a0, f32x4.mul(b0, b0));
  squares = multiplyAdd(multiplyAdd(a1, a1, f32x4.mul(b1, b1)), k2, squares);
  squares = multiplyAdd(multiplyAdd(a2, a2, f32x4.mul(b2, b2)), k1, squares);
  v128.store(squareSums, multiplyAdd(f32x4.mul(c, c), k0, squares), offsetof<Vector>());
}

/**
 * Weighted sum of the seven rows around one, of their sums or (`Of` is `Squares`) of the sums of squares behind them: an access takes an
 * offset only if that is a constant, so the choice is one of types.
 */
@inline
export function column<Vector, Of>(
  r0: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  r4: usize,
  r5: usize,
  r6: usize,
  k0: v128,
  k1: v128,
  k2: v128,
): v128 {
  let sum = f32x4.add(v128.load(r0, offsetof<Vector>() + behind<Of>()), v128.load(r6, offsetof<Vector>() + behind<Of>()));
  sum = multiplyAdd(f32x4.add(v128.load(r1, offsetof<Vector>() + behind<Of>()), v128.load(r5, offsetof<Vector>() + behind<Of>())), k2, sum);
  sum = multiplyAdd(f32x4.add(v128.load(r2, offsetof<Vector>() + behind<Of>()), v128.load(r4, offsetof<Vector>() + behind<Of>())), k1, sum);
  return multiplyAdd(v128.load(r3, offsetof<Vector>() + behind<Of>()), k0, sum);
}

@inline
export function normalised<Vector>(row: usize, mean: v128, square: v128, one: v128, share: v128, least: v128): v128 {
  const difference = f32x4.sub(v128.load(row, offsetof<Vector>()), mean);
  const variance = f32x4.abs(multiplySubtract(mean, mean, square));
  const texture = multiplyAdd(variance, share, f32x4.abs(difference));
  const kept = v128.and(difference, f32x4.ge(texture, least));
  return f32x4.div(kept, f32x4.add(f32x4.sqrt(variance), one));
}

/**
 * Mean-subtracted, contrast-normalised samples of a row: (x − µ) / (σ + 1), from the sums along the seven rows around it.
 *
 * @param rows addresses of those sums, from the top; the sums of squares lie behind them.
 */
export function normaliseRow(row: usize, target: usize, bytes: usize, rows: usize, constants: usize): void {
  const k0 = v128.load(constants, centreWeight);
  const k1 = v128.load(constants, nearWeight);
  const k2 = v128.load(constants, farWeight);
  const unit = v128.load(constants, windowUnit);
  const one = v128.load(constants, leastDeviation);
  const share = v128.load(constants, varianceShare);
  const least = v128.load(constants, grain);
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
    v128.store(target, normalised<FirstVector>(row, mean, square, one, share, least));
    const nextMean = f32x4.mul(column<SecondVector, Samples>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const nextSquare = f32x4.mul(column<SecondVector, Squares>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    v128.store(target, normalised<SecondVector>(row, nextMean, nextSquare, one, share, least), 16);
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
}
