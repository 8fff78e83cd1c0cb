import { multiplyAdd } from './lanes';
import { fillLevelEdges, fourSamples, level, storeLevels, weighted } from './levels';
import { LumaPlan } from './luma-plan';

/** Fills the plane of luma from one of grey samples. */
export function lumaOfGrey(plan: LumaPlan): void {
  for (let y = 0; y < plan.height; y++) {
    const target = plan.target + y * plan.targetStride;
    const row = plan.first + y * plan.stride;
    if (plan.sampleBytes == 2) greyRow<u16>(plan, row, target);
    else greyRow<u8>(plan, row, target);
    fillLevelEdges(plan, target);
  }
}

function greyRow<T>(plan: LumaPlan, row: usize, target: usize): void {
  const width = plan.width;
  const scale = f32x4.splat(plan.scale);
  const offset = f32x4.splat(plan.offset);
  const whole = f32x4.splat(plan.whole);
  const white = f32x4.splat(plan.wholeWhite);
  for (let x = 0; x < width; x += 8) {
    const at = row + (x as usize) * sizeof<T>();
    storeLevels(
      target + x,
      level(multiplyAdd(fourSamples<T>(at), scale, offset), whole, white),
      level(multiplyAdd(fourSamples<T>(at + 4 * sizeof<T>()), scale, offset), whole, white),
      whole,
    );
  }
}

/** Fills the plane of luma from planes R, G and B. */
export function lumaOfRgbPlanes(plan: LumaPlan): void {
  for (let y = 0; y < plan.height; y++) {
    const target = plan.target + y * plan.targetStride;
    if (plan.sampleBytes == 2) rgbRow<u16>(plan, y * plan.stride, target);
    else rgbRow<u8>(plan, y * plan.stride, target);
    fillLevelEdges(plan, target);
  }
}

function rgbRow<T>(plan: LumaPlan, row: usize, target: usize): void {
  const width = plan.width;
  const scale = f32x4.splat(plan.scale);
  const offset = f32x4.splat(plan.offset);
  const whole = f32x4.splat(plan.whole);
  const white = f32x4.splat(plan.wholeWhite);
  const redWeight = f32x4.splat(plan.redWeight);
  const greenWeight = f32x4.splat(plan.greenWeight);
  const blueWeight = f32x4.splat(plan.blueWeight);
  const lumaOffset = f32x4.splat(plan.lumaOffset);
  const r = plan.first + row;
  const g = plan.second + row;
  const b = plan.third + row;
  for (let x = 0; x < width; x += 8) {
    const at = (x as usize) * sizeof<T>();
    const next = at + 4 * sizeof<T>();
    const low = weighted(
      level(multiplyAdd(fourSamples<T>(r + at), scale, offset), whole, white),
      level(multiplyAdd(fourSamples<T>(g + at), scale, offset), whole, white),
      level(multiplyAdd(fourSamples<T>(b + at), scale, offset), whole, white),
      redWeight,
      greenWeight,
      blueWeight,
      lumaOffset,
    );
    const high = weighted(
      level(multiplyAdd(fourSamples<T>(r + next), scale, offset), whole, white),
      level(multiplyAdd(fourSamples<T>(g + next), scale, offset), whole, white),
      level(multiplyAdd(fourSamples<T>(b + next), scale, offset), whole, white),
      redWeight,
      greenWeight,
      blueWeight,
      lumaOffset,
    );
    storeLevels(target + x, low, high, whole);
  }
}
