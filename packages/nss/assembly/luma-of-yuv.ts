import { multiplyAdd } from './lanes';
import { fillLevelEdges, fourSamples } from './levels';
import { LumaPlan } from './luma-plan';
import { fullChromaRow, halvedChromaRow } from './yuv-rows';

/** Fills the plane of luma from planes Y, U and V: by way of R, G and B that are rounded and clipped one by one. */
export function lumaOfYuv(plan: LumaPlan): void {
  const rowBytes = ((plan.chromaWidth as usize) << 2) + 64;
  // The rows of chroma whose samples are held as float32: by the lowest bit of their number.
  const held = plan.work;
  store<i32>(held, -1);
  store<i32>(held, -1, 4);
  const rows = plan.work + 32;
  const blendedU = rows + 4 * rowBytes;
  const blendedV = rows + 5 * rowBytes;
  for (let y = 0; y < plan.height; y++) {
    const taps = plan.chromaRows + (y as usize) * 12;
    const one = load<i32>(taps);
    const two = load<i32>(taps, 4);
    holdChroma(plan, held, rows, rowBytes, one);
    holdChroma(plan, held, rows, rowBytes, two);
    const u1 = rows + ((one & 1) as usize) * (2 * rowBytes);
    const u2 = rows + ((two & 1) as usize) * (2 * rowBytes);
    const weight = load<f32>(taps, 8);
    blend(u1, u2, weight, blendedU, rowBytes - 32);
    blend(u1 + rowBytes, u2 + rowBytes, weight, blendedV, rowBytes - 32);
    const target = plan.target + y * plan.targetStride;
    const row = plan.first + y * plan.stride;
    const u = blendedU + 16 + ((plan.chromaStart as usize) << 2);
    const v = blendedV + 16 + ((plan.chromaStart as usize) << 2);
    if (plan.chromaHalved) {
      if (plan.sampleBytes == 2) halvedChromaRow<u16>(plan, row, u, v, target - plan.shift);
      else halvedChromaRow<u8>(plan, row, u, v, target - plan.shift);
    } else {
      if (plan.sampleBytes == 2) fullChromaRow<u16>(plan, row, u, v, target - plan.shift);
      else fullChromaRow<u8>(plan, row, u, v, target - plan.shift);
    }
    fillLevelEdges(plan, target);
  }
}

function holdChroma(plan: LumaPlan, held: usize, rows: usize, rowBytes: usize, row: i32): void {
  const slot = (row & 1) as usize;
  if (load<i32>(held + (slot << 2)) == row) return;
  store<i32>(held + (slot << 2), row);
  const target = rows + slot * (2 * rowBytes);
  const from = row * plan.chromaStride;
  if (plan.sampleBytes == 2) {
    widen<u16>(plan.second + from, plan.chromaZero, target + 16, plan.chromaWidth);
    widen<u16>(plan.third + from, plan.chromaZero, target + rowBytes + 16, plan.chromaWidth);
  } else {
    widen<u8>(plan.second + from, plan.chromaZero, target + 16, plan.chromaWidth);
    widen<u8>(plan.third + from, plan.chromaZero, target + rowBytes + 16, plan.chromaWidth);
  }
}

/** Samples around zero, the outermost ones again beyond them. */
function widen<T>(row: usize, middle: f32, target: usize, count: i32): void {
  const zero = f32x4.splat(middle);
  for (let x = 0; x < count; x += 4) {
    v128.store(
      target + ((x as usize) << 2),
      f32x4.sub(fourSamples<T>(row + (x as usize) * sizeof<T>()), zero),
    );
  }
  const end = target + ((count as usize) << 2);
  store<f32>(target - 4, load<f32>(target));
  store<f32>(end, load<f32>(end - 4));
}

function blend(one: usize, two: usize, weight: f32, target: usize, bytes: usize): void {
  const share = f32x4.splat(weight);
  for (let at: usize = 0; at < bytes; at += 16) {
    const from = v128.load(one + at);
    v128.store(target + at, multiplyAdd(f32x4.sub(v128.load(two + at), from), share, from));
  }
}
