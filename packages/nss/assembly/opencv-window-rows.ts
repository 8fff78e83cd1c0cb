import { multiplyAdd } from './lanes';
import { centreWeight, farWeight, leastDeviation, nearWeight, outermostWeight } from './window-constants';
import { behind, Samples, Squares } from './work';

/** Along rows the seven products are added from left to right: OpenCV's order, which decides the signs in flat areas. */
export function filterRowAsOpencv(
  row: usize,
  sums: usize,
  squareSums: usize,
  bytes: usize,
  constants: usize,
): void {
  const k0 = v128.load(constants, centreWeight);
  const k1 = v128.load(constants, nearWeight);
  const k2 = v128.load(constants, farWeight);
  const k3 = v128.load(constants, outermostWeight);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = row + at;
    const a0 = v128.load(x - 12);
    const a1 = v128.load(x - 8);
    const a2 = v128.load(x - 4);
    const c = v128.load(x);
    const b2 = v128.load(x, 4);
    const b1 = v128.load(x, 8);
    const b0 = v128.load(x, 12);
    let sum = f32x4.mul(a0, k3);
    sum = multiplyAdd(a1, k2, sum);
    sum = multiplyAdd(a2, k1, sum);
    sum = multiplyAdd(c, k0, sum);
    sum = multiplyAdd(b2, k1, sum);
    sum = multiplyAdd(b1, k2, sum);
    sum = multiplyAdd(b0, k3, sum);
    v128.store(sums + at, sum);
    let squares = f32x4.mul(f32x4.mul(a0, a0), k3);
    squares = multiplyAdd(f32x4.mul(a1, a1), k2, squares);
    squares = multiplyAdd(f32x4.mul(a2, a2), k1, squares);
    squares = multiplyAdd(f32x4.mul(c, c), k0, squares);
    squares = multiplyAdd(f32x4.mul(b2, b2), k1, squares);
    squares = multiplyAdd(f32x4.mul(b1, b1), k2, squares);
    squares = multiplyAdd(f32x4.mul(b0, b0), k3, squares);
    v128.store(squareSums + at, squares);
  }
}

/**
 * Weighted sum of the seven rows around one, of their sums or (`Of` is `Squares`) of the sums of squares behind them: an access takes an
 * offset only if that is a constant, so the choice is one of types.
 */
@inline
export function column<Of>(
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
  k3: v128,
): v128 {
  let sum = f32x4.mul(v128.load(r3, behind<Of>()), k0);
  sum = multiplyAdd(f32x4.add(v128.load(r2, behind<Of>()), v128.load(r4, behind<Of>())), k1, sum);
  sum = multiplyAdd(f32x4.add(v128.load(r1, behind<Of>()), v128.load(r5, behind<Of>())), k2, sum);
  return multiplyAdd(f32x4.add(v128.load(r0, behind<Of>()), v128.load(r6, behind<Of>())), k3, sum);
}

/**
 * (x − µ) / (σ + 1/255); where rounding makes the variance negative, 0. Along columns the centre comes first and then the sums of
 * pairs of equal weight.
 *
 * @param rows see `normaliseRow()`.
 */
export function normaliseRowAsOpencv(
  row: usize,
  target: usize,
  bytes: usize,
  rows: usize,
  constants: usize,
): void {
  const k0 = v128.load(constants, centreWeight);
  const k1 = v128.load(constants, nearWeight);
  const k2 = v128.load(constants, farWeight);
  const k3 = v128.load(constants, outermostWeight);
  const least = v128.load(constants, leastDeviation);
  const zero = f32x4.splat(0);
  let r0 = load<usize>(rows);
  let r1 = load<usize>(rows, 4);
  let r2 = load<usize>(rows, 8);
  let r3 = load<usize>(rows, 12);
  let r4 = load<usize>(rows, 16);
  let r5 = load<usize>(rows, 20);
  let r6 = load<usize>(rows, 24);
  const end = row + bytes;
  while (row < end) {
    const mean = column<Samples>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2, k3);
    const square = column<Squares>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2, k3);
    const variance = f32x4.sub(square, f32x4.mul(mean, mean));
    const difference = f32x4.sub(v128.load(row), mean);
    const normalised = f32x4.div(difference, f32x4.add(f32x4.sqrt(variance), least));
    v128.store(target, v128.and(normalised, f32x4.ge(variance, zero)));
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
    r4 += 16;
    r5 += 16;
    r6 += 16;
    row += 16;
    target += 16;
  }
}
