import { multiplyAdd } from './lanes';
import { fourSamples, level, storeLevels, weighted } from './levels';
import { LumaPlan } from './luma-plan';

export function halvedChromaRow<T>(plan: LumaPlan, row: usize, u: usize, v: usize, target: usize): void {
  const width = plan.width + plan.shift;
  const scale = f32x4.splat(plan.scale);
  const offset = f32x4.splat(plan.offset);
  const whole = f32x4.splat(plan.whole);
  const white = f32x4.splat(plan.wholeWhite);
  const redWeight = f32x4.splat(plan.redWeight);
  const greenWeight = f32x4.splat(plan.greenWeight);
  const blueWeight = f32x4.splat(plan.blueWeight);
  const lumaOffset = f32x4.splat(plan.lumaOffset);
  const redFromV = f32x4.splat(plan.redFromV);
  const greenFromU = f32x4.splat(plan.greenFromU);
  const greenFromV = f32x4.splat(plan.greenFromV);
  const blueFromU = f32x4.splat(plan.blueFromU);
  const evenWeight = f32x4.splat(plan.evenWeight);
  const oddWeight = f32x4.splat(plan.oddWeight);
  for (let x = 0; x < width; x += 8) {
    const at = row + (x as usize) * sizeof<T>();
    const chroma = (x as usize) << 1;
    const uOwn = v128.load(u + chroma);
    const uEven = between(v128.load(u + chroma - 4), uOwn, evenWeight);
    const uOdd = between(uOwn, v128.load(u + chroma, 4), oddWeight);
    const vOwn = v128.load(v + chroma);
    const vEven = between(v128.load(v + chroma - 4), vOwn, evenWeight);
    const vOdd = between(vOwn, v128.load(v + chroma, 4), oddWeight);
    const low = yuvLuma(
      fourSamples<T>(at),
      i32x4.shuffle(uEven, uOdd, 0, 4, 1, 5),
      i32x4.shuffle(vEven, vOdd, 0, 4, 1, 5),
      scale,
      offset,
      whole,
      white,
      redFromV,
      greenFromU,
      greenFromV,
      blueFromU,
      redWeight,
      greenWeight,
      blueWeight,
      lumaOffset,
    );
    const high = yuvLuma(
      fourSamples<T>(at + 4 * sizeof<T>()),
      i32x4.shuffle(uEven, uOdd, 2, 6, 3, 7),
      i32x4.shuffle(vEven, vOdd, 2, 6, 3, 7),
      scale,
      offset,
      whole,
      white,
      redFromV,
      greenFromU,
      greenFromV,
      blueFromU,
      redWeight,
      greenWeight,
      blueWeight,
      lumaOffset,
    );
    storeLevels(target + x, low, high, whole);
  }
}

export function fullChromaRow<T>(plan: LumaPlan, row: usize, u: usize, v: usize, target: usize): void {
  const width = plan.width;
  const scale = f32x4.splat(plan.scale);
  const offset = f32x4.splat(plan.offset);
  const whole = f32x4.splat(plan.whole);
  const white = f32x4.splat(plan.wholeWhite);
  const redWeight = f32x4.splat(plan.redWeight);
  const greenWeight = f32x4.splat(plan.greenWeight);
  const blueWeight = f32x4.splat(plan.blueWeight);
  const lumaOffset = f32x4.splat(plan.lumaOffset);
  const redFromV = f32x4.splat(plan.redFromV);
  const greenFromU = f32x4.splat(plan.greenFromU);
  const greenFromV = f32x4.splat(plan.greenFromV);
  const blueFromU = f32x4.splat(plan.blueFromU);
  for (let x = 0; x < width; x += 8) {
    const at = row + (x as usize) * sizeof<T>();
    const chroma = (x as usize) << 2;
    const low = yuvLuma(
      fourSamples<T>(at),
      v128.load(u + chroma),
      v128.load(v + chroma),
      scale,
      offset,
      whole,
      white,
      redFromV,
      greenFromU,
      greenFromV,
      blueFromU,
      redWeight,
      greenWeight,
      blueWeight,
      lumaOffset,
    );
    const high = yuvLuma(
      fourSamples<T>(at + 4 * sizeof<T>()),
      v128.load(u + chroma, 16),
      v128.load(v + chroma, 16),
      scale,
      offset,
      whole,
      white,
      redFromV,
      greenFromU,
      greenFromV,
      blueFromU,
      redWeight,
      greenWeight,
      blueWeight,
      lumaOffset,
    );
    storeLevels(target + x, low, high, whole);
  }
}

@inline
export function between(one: v128, two: v128, weight: v128): v128 {
  return multiplyAdd(f32x4.sub(two, one), weight, one);
}

@inline
export function yuvLuma(
  sample: v128,
  u: v128,
  v: v128,
  scale: v128,
  offset: v128,
  whole: v128,
  white: v128,
  redFromV: v128,
  greenFromU: v128,
  greenFromV: v128,
  blueFromU: v128,
  redWeight: v128,
  greenWeight: v128,
  blueWeight: v128,
  lumaOffset: v128,
): v128 {
  const grey = multiplyAdd(sample, scale, offset);
  const red = level(multiplyAdd(v, redFromV, grey), whole, white);
  const green = level(multiplyAdd(v, greenFromV, multiplyAdd(u, greenFromU, grey)), whole, white);
  const blue = level(multiplyAdd(u, blueFromU, grey), whole, white);
  return weighted(red, green, blue, redWeight, greenWeight, blueWeight, lumaOffset);
}
