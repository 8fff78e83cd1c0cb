import { fillEdges, HalfPlan } from './half-size';

const unit: f32 = 1.0 / 255.0;

/**
 * OpenCV's `INTER_CUBIC` at half the size, rounded down, of levels over 255; in its order: first along rows, products added from the
 * first on, then along columns from the last on.
 *
 * @param columns for each column of the result four positions (int32) and four weights (float32).
 * @param rows the same for each row.
 */
export function halveAsOpencv(plan: HalfPlan, columns: usize, rows: usize): void {
  const outWidth = plan.width >> 1;
  const outHeight = plan.height >> 1;
  const rowBytes = ((outWidth as usize) << 2) + 64;
  // Which row each of four places of the work holds.
  const held = plan.work;
  const narrow = plan.work + 16;
  for (let i: usize = 0; i < 16; i += 4) store<i32>(held + i, -1);
  for (let y = 0; y < outHeight; y++) {
    const taps = rows + ((y as usize) << 5);
    for (let tap: usize = 0; tap < 16; tap += 4) {
      const row = load<i32>(taps + tap);
      const slot = (row & 3) as usize;
      if (load<i32>(held + (slot << 2)) == row) continue;
      store<i32>(held + (slot << 2), row);
      const source = plan.source + row * plan.sourceStride;
      if (plan.width & 1) halveRow(source, narrow + slot * rowBytes, columns, outWidth);
      else halveEvenRow(source, narrow + slot * rowBytes, columns + 16, outWidth);
    }
    const r0 = narrow + ((load<i32>(taps) & 3) as usize) * rowBytes;
    const r1 = narrow + ((load<i32>(taps, 4) & 3) as usize) * rowBytes;
    const r2 = narrow + ((load<i32>(taps, 8) & 3) as usize) * rowBytes;
    const r3 = narrow + ((load<i32>(taps, 12) & 3) as usize) * rowBytes;
    const target = plan.target + y * plan.targetStride;
    blendRows(r0, r1, r2, r3, taps + 16, target, outWidth);
    fillEdges(target, outWidth, false);
  }
}

function halveRow(levels: usize, target: usize, columns: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const taps = columns + ((i as usize) << 5);
    let sum = sample(levels, taps, 0);
    sum += sample(levels, taps, 4);
    sum += sample(levels, taps, 8);
    sum += sample(levels, taps, 12);
    store<f32>(target + ((i as usize) << 2), sum);
  }
}

@inline
export function sample(levels: usize, taps: usize, tap: usize): f32 {
  return (load<u8>(levels + load<i32>(taps + tap)) as f32) * unit * load<f32>(taps + tap, 16);
}

/** The same where every column has the same weights. */
export function halveEvenRow(levels: usize, target: usize, weights: usize, count: i32): void {
  const w0 = v128.load_splat<f32>(weights);
  const w1 = v128.load_splat<f32>(weights, 4);
  const w2 = v128.load_splat<f32>(weights, 8);
  const w3 = v128.load_splat<f32>(weights, 12);
  const low = i32x4.splat(0xffff);
  for (let i = 0; i < count; i += 4) {
    const at = levels + ((i as usize) << 1);
    const own = v128.load_ext<u8>(at);
    let sum = f32x4.mul(scaled(i32x4.shr_u(v128.load_ext<u8>(at - 2), 16)), w0);
    sum = f32x4.add(sum, f32x4.mul(scaled(v128.and(own, low)), w1));
    sum = f32x4.add(sum, f32x4.mul(scaled(i32x4.shr_u(own, 16)), w2));
    sum = f32x4.add(sum, f32x4.mul(scaled(v128.and(v128.load_ext<u8>(at, 2), low)), w3));
    v128.store(target + ((i as usize) << 2), sum);
  }
}

@inline
export function scaled(levels: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(levels), f32x4.splat(unit));
}

export function blendRows(
  r0: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  weights: usize,
  target: usize,
  count: i32,
): void {
  const w0 = v128.load_splat<f32>(weights);
  const w1 = v128.load_splat<f32>(weights, 4);
  const w2 = v128.load_splat<f32>(weights, 8);
  const w3 = v128.load_splat<f32>(weights, 12);
  for (let i = 0; i < count; i += 4) {
    const at = (i as usize) << 2;
    let sum = f32x4.mul(v128.load(r3 + at), w3);
    sum = f32x4.add(sum, f32x4.mul(v128.load(r2 + at), w2));
    sum = f32x4.add(sum, f32x4.mul(v128.load(r1 + at), w1));
    sum = f32x4.add(sum, f32x4.mul(v128.load(r0 + at), w0));
    v128.store(target + at, sum);
  }
}
