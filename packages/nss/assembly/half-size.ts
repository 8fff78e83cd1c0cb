import { multiplyAdd, roundedUp } from './lanes';

/** Half the size of a plane of 8-bit levels; laid out as `src/kernel/nss-kernel.ts` writes it. */
@unmanaged
export class HalfPlan {
  width: i32;
  height: i32;
  source: usize;
  sourceStride: i32;
  /** Float32, with four samples before each row and twelve behind it. */
  target: usize;
  targetStride: i32;
  /** 1: zeros beyond the edges of the result; 0: its first and last samples again. */
  zeroEdge: i32;
  /** Address of a row of float32 and 64 bytes four times, and 192 bytes. */
  work: usize;
}

@inline
export function mirrored(position: i32, length: i32): i32 {
  return position < 0 ? -1 - position : position >= length ? 2 * length - 1 - position : position;
}

/**
 * MATLAB's `imresize(levels, 0.5)`: Keys' cubic kernel with a = −1/2 over 8 samples, −3, −9, 29, 111 … of 256, edges
 * mirrored; ⌈n / 2⌉ samples.
 */
export function halveAsMatlab(plan: HalfPlan): void {
  const height = plan.height;
  const outWidth = (plan.width + 1) >> 1;
  const outHeight = (height + 1) >> 1;
  writeWeights(plan.work);
  const even = plan.work + weightBytes + 16;
  const odd = even + (roundedUp(outWidth, 4) as usize) * 4 + 64;
  for (let y = 0; y < outHeight; y++) {
    const first = 2 * y - 3;
    sumColumns(
      rowAt(plan, first),
      rowAt(plan, first + 1),
      rowAt(plan, first + 2),
      rowAt(plan, first + 3),
      rowAt(plan, first + 4),
      rowAt(plan, first + 5),
      rowAt(plan, first + 6),
      rowAt(plan, first + 7),
      even,
      odd,
      plan.width,
      plan.work,
    );
    mirrorEdges(even, odd, plan.width);
    const target = plan.target + y * plan.targetStride;
    sumRow(even, odd, target, outWidth, plan.work);
    fillEdges(target, outWidth, plan.zeroEdge != 0);
  }
}

@inline
export function rowAt(plan: HalfPlan, position: i32): usize {
  return plan.source + mirrored(position, plan.height) * plan.sourceStride;
}

const weightBytes: usize = 96;

/** Writes the weights where loops load them from: compilers make a constant anew at each use. */
function writeWeights(at: usize): void {
  const unit: f32 = 1.0 / 65536.0;
  v128.store(at, i32x4.splat((29 << 16) | 111));
  v128.store(at, i32x4.splat((-3 << 16) | (-9 & 0xffff)), 16);
  v128.store(at, f32x4.splat(111 * unit), 32);
  v128.store(at, f32x4.splat(29 * unit), 48);
  v128.store(at, f32x4.splat(-9 * unit), 64);
  v128.store(at, f32x4.splat(-3 * unit), 80);
}

/** Weighted sums of eight rows, times 256: those of even columns and those of odd ones apart. */
export function sumColumns(
  r0: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  r4: usize,
  r5: usize,
  r6: usize,
  r7: usize,
  even: usize,
  odd: usize,
  width: i32,
  weights: usize,
): void {
  const inner = v128.load(weights);
  const outer = v128.load(weights, 16);
  for (let x = 0; x < width; x += 8) {
    const a = i16x8.add(v128.load_ext<u8>(r3 + x), v128.load_ext<u8>(r4 + x));
    const b = i16x8.add(v128.load_ext<u8>(r2 + x), v128.load_ext<u8>(r5 + x));
    const c = i16x8.add(v128.load_ext<u8>(r1 + x), v128.load_ext<u8>(r6 + x));
    const d = i16x8.add(v128.load_ext<u8>(r0 + x), v128.load_ext<u8>(r7 + x));
    const low = f32x4.convert_i32x4_s(
      i32x4.add(
        i32x4.dot_i16x8_s(i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11), inner),
        i32x4.dot_i16x8_s(i16x8.shuffle(c, d, 0, 8, 1, 9, 2, 10, 3, 11), outer),
      ),
    );
    const high = f32x4.convert_i32x4_s(
      i32x4.add(
        i32x4.dot_i16x8_s(i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15), inner),
        i32x4.dot_i16x8_s(i16x8.shuffle(c, d, 4, 12, 5, 13, 6, 14, 7, 15), outer),
      ),
    );
    const at = (x as usize) << 1;
    v128.store(even + at, i32x4.shuffle(low, high, 0, 2, 4, 6));
    v128.store(odd + at, i32x4.shuffle(low, high, 1, 3, 5, 7));
  }
}

/** Writes the two samples before a row of `width` and the three behind it, which are those within in reverse order. */
function mirrorEdges(even: usize, odd: usize, width: i32): void {
  for (let i = 1; i <= 4; i++) put(even, odd, -i, at(even, odd, i - 1));
  for (let i = 0; i < 5; i++) put(even, odd, width + i, at(even, odd, width - 1 - i));
}

@inline
export function place(even: usize, odd: usize, position: i32): usize {
  return ((position & 1) != 0 ? odd : even) + (((position >> 1) as usize) << 2);
}

function at(even: usize, odd: usize, position: i32): f32 {
  return load<f32>(place(even, odd, position));
}

function put(even: usize, odd: usize, position: i32, value: f32): void {
  store<f32>(place(even, odd, position), value);
}

export function sumRow(even: usize, odd: usize, target: usize, count: i32, weights: usize): void {
  const k0 = v128.load(weights, 32);
  const k1 = v128.load(weights, 48);
  const k2 = v128.load(weights, 64);
  const k3 = v128.load(weights, 80);
  for (let i = 0; i < count; i += 4) {
    const at = (i as usize) << 2;
    const e = even + at;
    const o = odd + at;
    let sum = f32x4.mul(f32x4.add(v128.load(o - 8), v128.load(e, 8)), k3);
    sum = multiplyAdd(f32x4.add(v128.load(e - 4), v128.load(o, 4)), k2, sum);
    sum = multiplyAdd(f32x4.add(v128.load(o - 4), v128.load(e, 4)), k1, sum);
    sum = multiplyAdd(f32x4.add(v128.load(e), v128.load(o)), k0, sum);
    v128.store(target + at, sum);
  }
}

/** Writes what lies before a row of float32 and behind it. */
export function fillEdges(row: usize, width: i32, zero: bool): void {
  const end = row + ((width as usize) << 2);
  const first: f32 = zero ? 0 : load<f32>(row);
  const last: f32 = zero ? 0 : load<f32>(end - 4);
  for (let i: usize = 0; i < 16; i += 4) {
    store<f32>(row - 16 + i, first);
    store<f32>(end + i, last);
    store<f32>(end + 16 + i, last);
  }
}
