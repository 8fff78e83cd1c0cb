import { loadFour } from './chroma-rows';

// The same operations in the same order as in src/rgb/rgb-rows.ts, two at a time, so the same results to the last bit.

/** The numbers of the formula, float64: black, the scale of what is above it; of U and V in red, in green and in blue. */
export const formulaAt: usize = 64;

@inline
export function number(index: usize): v128 {
  return v128.load64_splat(formulaAt + (index << 3));
}

@inline
export function black(): v128 {
  return i32x4.splat(i32(load<f64>(formulaAt)));
}

/** Numbers are loaded from here in front of loops: compilers make a constant anew at each use. */
const constantsAt: usize = 128;
/** Added to a whole number, it moves that, in two's complement, to the low half of the float64. */
const wholeBits: f64 = 6755399441055744;

@inline
export function constant(index: usize, value: f64): v128 {
  store<f64>(constantsAt + (index << 3), value);
  return v128.load64_splat(constantsAt + (index << 3));
}

/** Four results of float64 as whole numbers; those that are not clipped are rounded as `(value + 0.5) | 0` does. */
@inline
export function rounded(low: v128, high: v128, half: v128, bits: v128): v128 {
  const first = f64x2.add(f64x2.floor(f64x2.add(low, half)), bits);
  const second = f64x2.add(f64x2.floor(f64x2.add(high, half)), bits);
  return i32x4.shuffle(first, second, 0, 2, 4, 6);
}

/** Clips four pixels and writes them interleaved; what is written behind them means nothing. */
@inline
export function storeFour<Result>(red: v128, green: v128, blue: v128, at: usize): void {
  if (sizeof<Result>() == 1) {
    const all = i8x16.narrow_i16x8_u(
      i16x8.narrow_i32x4_s(red, green),
      i16x8.narrow_i32x4_s(blue, blue),
    );
    v128.store(at, i8x16.shuffle(all, all, 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, 12, 13, 14, 15));
  } else {
    const redGreen = i16x8.narrow_i32x4_u(red, green);
    const blues = i16x8.narrow_i32x4_u(blue, blue);
    v128.store(at, i16x8.shuffle(redGreen, blues, 0, 4, 8, 1, 5, 9, 2, 6));
    v128.store(at, i16x8.shuffle(redGreen, blues, 10, 3, 7, 11, 12, 13, 14, 15), 16);
  }
}

/** The two upper ones of four numbers in the place of the lower ones. */
@inline
export function upper(four: v128): v128 {
  return i64x2.shuffle(four, four, 1, 1);
}

@inline
export function channel(grey: v128, cb: v128, fromU: v128, cr: v128, fromV: v128): v128 {
  return f64x2.add(f64x2.add(grey, f64x2.mul(fromU, cb)), f64x2.mul(fromV, cr));
}

@inline
export function yuv<Sample, Result>(luma: usize, chromaU: usize, chromaV: usize, target: usize, count: i32): void {
  const zero = black();
  const unit = number(1);
  const half = constant(0, 0.5);
  const bits = constant(1, wholeBits);
  const redU = number(2);
  const redV = number(3);
  const greenU = number(4);
  const greenV = number(5);
  const blueU = number(6);
  const blueV = number(7);
  for (let x = 0; x < count; x += 4) {
    const own = x as usize;
    const samples = i32x4.sub(loadFour<Sample>(luma + own * sizeof<Sample>()), zero);
    const grey0 = f64x2.mul(f64x2.convert_low_i32x4_s(samples), unit);
    const grey1 = f64x2.mul(f64x2.convert_low_i32x4_s(upper(samples)), unit);
    const cb0 = f64x2.convert_low_i32x4_s(v128.load64_zero(chromaU + (own << 2)));
    const cb1 = f64x2.convert_low_i32x4_s(v128.load64_zero(chromaU + (own << 2), 8));
    const cr0 = f64x2.convert_low_i32x4_s(v128.load64_zero(chromaV + (own << 2)));
    const cr1 = f64x2.convert_low_i32x4_s(v128.load64_zero(chromaV + (own << 2), 8));
    storeFour<Result>(
      rounded(channel(grey0, cb0, redU, cr0, redV), channel(grey1, cb1, redU, cr1, redV), half, bits),
      rounded(channel(grey0, cb0, greenU, cr0, greenV), channel(grey1, cb1, greenU, cr1, greenV), half, bits),
      rounded(channel(grey0, cb0, blueU, cr0, blueV), channel(grey1, cb1, blueU, cr1, blueV), half, bits),
      target + own * 3 * sizeof<Result>(),
    );
  }
}

/** Four samples of a plane of red, green or blue. */
@inline
export function scaled<Sample>(at: usize, zero: v128, unit: v128, half: v128, bits: v128): v128 {
  const samples = i32x4.sub(loadFour<Sample>(at), zero);
  return rounded(
    f64x2.mul(f64x2.convert_low_i32x4_s(samples), unit),
    f64x2.mul(f64x2.convert_low_i32x4_s(upper(samples)), unit),
    half,
    bits,
  );
}

@inline
export function planes<Sample, Result>(red: usize, green: usize, blue: usize, target: usize, count: i32): void {
  const zero = black();
  const unit = number(1);
  const half = constant(0, 0.5);
  const bits = constant(1, wholeBits);
  for (let x = 0; x < count; x += 4) {
    const at = (x as usize) * sizeof<Sample>();
    storeFour<Result>(
      scaled<Sample>(red + at, zero, unit, half, bits),
      scaled<Sample>(green + at, zero, unit, half, bits),
      scaled<Sample>(blue + at, zero, unit, half, bits),
      target + (x as usize) * 3 * sizeof<Result>(),
    );
  }
}
