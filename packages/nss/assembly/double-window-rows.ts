import { FirstVector, multiplyAddDouble, multiplySubtractDouble, SecondVector } from './lanes';
import {
  doubleCentreWeight,
  doubleFarWeight,
  doubleGrain,
  doubleNearWeight,
  doubleUnit,
  leastDeviation,
} from './window-constants';
import { behind, Samples, Squares } from './work';

// At half size samples are no whole levels: differences to the mean can be as small as they like, and only float64 tells them from
// rounding errors. It is for the tiles in which half-window-rows.ts finds such small ones.

/** Samples of float32 as float64. */
export function widenSamples(samples: usize, target: usize, count: i32): void {
  for (let i = 0; i < count; i += 2) {
    v128.store(
      target + ((i as usize) << 3),
      f64x2.promote_low_f32x4(v128.load64_zero(samples + ((i as usize) << 2))),
    );
  }
}

/** Weighted sums along a row of float64, of samples and of their squares. */
export function filterRowDouble(
  row: usize,
  sums: usize,
  squareSums: usize,
  bytes: usize,
  constants: usize,
): void {
  const k0 = v128.load(constants, doubleCentreWeight);
  const k1 = v128.load(constants, doubleNearWeight);
  const k2 = v128.load(constants, doubleFarWeight);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = row + at;
    const a0 = v128.load(x - 24);
    const a1 = v128.load(x - 16);
    const a2 = v128.load(x - 8);
    const c = v128.load(x);
    const b2 = v128.load(x, 8);
    const b1 = v128.load(x, 16);
    const b0 = v128.load(x, 24);
    let sum = f64x2.add(a0, b0);
    sum = multiplyAddDouble(f64x2.add(a1, b1), k2, sum);
    sum = multiplyAddDouble(f64x2.add(a2, b2), k1, sum);
    v128.store(sums + at, multiplyAddDouble(c, k0, sum));
    let squares = multiplyAddDouble(a0, a0, f64x2.mul(b0, b0));
    squares = multiplyAddDouble(multiplyAddDouble(a1, a1, f64x2.mul(b1, b1)), k2, squares);
    squares = multiplyAddDouble(multiplyAddDouble(a2, a2, f64x2.mul(b2, b2)), k1, squares);
    v128.store(squareSums + at, multiplyAddDouble(f64x2.mul(c, c), k0, squares));
  }
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
  let sum = f64x2.add(v128.load(r0, offsetof<Vector>() + behind<Of>()), v128.load(r6, offsetof<Vector>() + behind<Of>()));
  sum = multiplyAddDouble(
    f64x2.add(v128.load(r1, offsetof<Vector>() + behind<Of>()), v128.load(r5, offsetof<Vector>() + behind<Of>())),
    k2,
    sum,
  );
  sum = multiplyAddDouble(
    f64x2.add(v128.load(r2, offsetof<Vector>() + behind<Of>()), v128.load(r4, offsetof<Vector>() + behind<Of>())),
    k1,
    sum,
  );
  return multiplyAddDouble(v128.load(r3, offsetof<Vector>() + behind<Of>()), k0, sum);
}

@inline
export function snapped(difference: v128, whole: v128): v128 {
  return f64x2.sub(f64x2.add(difference, whole), whole);
}

/** What `normaliseRow()` computes, to float32 too, of sums in float64. Differences below 2⁻³³ are rounding errors. */
export function normaliseRowDouble(
  row: usize,
  target: usize,
  bytes: usize,
  rows: usize,
  constants: usize,
): void {
  const k0 = v128.load(constants, doubleCentreWeight);
  const k1 = v128.load(constants, doubleNearWeight);
  const k2 = v128.load(constants, doubleFarWeight);
  const unit = v128.load(constants, doubleUnit);
  const whole = v128.load(constants, doubleGrain);
  const one = v128.load(constants, leastDeviation);
  let r0 = load<usize>(rows);
  let r1 = load<usize>(rows, 4);
  let r2 = load<usize>(rows, 8);
  let r3 = load<usize>(rows, 12);
  let r4 = load<usize>(rows, 16);
  let r5 = load<usize>(rows, 20);
  let r6 = load<usize>(rows, 24);
  const end = row + bytes;
  while (row < end) {
    const low = f64x2.mul(column<FirstVector, Samples>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const high = f64x2.mul(column<SecondVector, Samples>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const lowSquare = f64x2.mul(column<FirstVector, Squares>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const highSquare = f64x2.mul(column<SecondVector, Squares>(r0, r1, r2, r3, r4, r5, r6, k0, k1, k2), unit);
    const variance = halved(
      multiplySubtractDouble(low, low, lowSquare),
      multiplySubtractDouble(high, high, highSquare),
    );
    const difference = halved(
      snapped(f64x2.sub(v128.load(row), low), whole),
      snapped(f64x2.sub(v128.load(row, 16), high), whole),
    );
    v128.store(target, f32x4.div(difference, f32x4.add(f32x4.sqrt(f32x4.abs(variance)), one)));
    r0 += 32;
    r1 += 32;
    r2 += 32;
    r3 += 32;
    r4 += 32;
    r5 += 32;
    r6 += 32;
    row += 32;
    target += 16;
  }
}

/** Two times two numbers of float64 as four of float32. */
@inline
export function halved(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
