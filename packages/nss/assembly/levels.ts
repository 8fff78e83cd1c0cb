import { multiplyAdd } from './lanes';
import { LumaPlan } from './luma-plan';

// What the loops need is loaded before them: compilers make a constant anew at each use, in three instructions.

/** Rounds to a level from 0 to 255. */
@inline
export function level(value: v128, whole: v128, wholeWhite: v128): v128 {
  const rounded = f32x4.add(value, whole);
  return f32x4.sub(f32x4.pmin(wholeWhite, f32x4.pmax(whole, rounded)), whole);
}

/** Rounds two times four values that lie within 0 … 255 and stores them. */
@inline
export function storeLevels(target: usize, low: v128, high: v128, whole: v128): void {
  const words = i16x8.narrow_i32x4_s(
    i32x4.sub(f32x4.add(low, whole), whole),
    i32x4.sub(f32x4.add(high, whole), whole),
  );
  v128.store64_lane(target, i8x16.narrow_i16x8_u(words, words), 0);
}

/** Four samples from an address on, as float32. */
@inline
export function fourSamples<T>(at: usize): v128 {
  if (sizeof<T>() == 2) return f32x4.convert_i32x4_s(v128.load_ext<u16>(at));
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at))));
}

@inline
export function weighted(
  red: v128,
  green: v128,
  blue: v128,
  redWeight: v128,
  greenWeight: v128,
  blueWeight: v128,
  lumaOffset: v128,
): v128 {
  return multiplyAdd(
    blue,
    blueWeight,
    multiplyAdd(green, greenWeight, multiplyAdd(red, redWeight, lumaOffset)),
  );
}

/** Writes what the window finds before a row of levels and behind it. */
@inline
export function fillLevelEdges(plan: LumaPlan, row: usize): void {
  const end = row + plan.width;
  const first: u8 = plan.zeroEdge ? 0 : load<u8>(row);
  const last: u8 = plan.zeroEdge ? 0 : load<u8>(end - 1);
  v128.store(row - 16, i8x16.splat(first));
  v128.store(end, i8x16.splat(last));
  v128.store(end, i8x16.splat(last), 16);
}
