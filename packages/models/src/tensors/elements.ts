import { BadFile } from './bad-file.ts';
import type { TensorType } from './tensor-file.ts';

/** Element types that can be read. */
export type ReadableType = Exclude<TensorType, 'other'>;

/** Bytes of an element. */
export const elementBytes: Readonly<Record<ReadableType, number>> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  int32: 4,
  int64: 8,
};

const hostIsLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Product of the dimensions.
 *
 * @returns `null` when they are not dimensions, or the product is above 2^31.
 */
export function elementCount(shape: readonly number[]): number | null {
  if (!shape.every(length => Number.isSafeInteger(length) && length >= 0)) return null;
  // Lengths in front of a zero must not overflow before it is seen.
  if (shape.includes(0)) return 0;
  let product = 1;
  for (const length of shape) {
    product *= length;
    if (product > 2 ** 31) return null;
  }
  return product;
}

/**
 * Makes numbers of the bytes of whole elements. The result may lie in the memory of `bytes`.
 *
 * @throws BadFile when a whole number is not among those that float32 holds.
 */
export function decodeElements(
  bytes: Uint8Array,
  type: ReadableType,
  littleEndian: boolean,
): Float32Array | Float64Array {
  const count = bytes.length / elementBytes[type];
  const { buffer, byteOffset } = inHostOrder(bytes, elementBytes[type], littleEndian);
  switch (type) {
    case 'float32':
      return new Float32Array(buffer, byteOffset, count);
    case 'float64':
      return new Float64Array(buffer, byteOffset, count);
    case 'float16':
      return convert(new Uint16Array(buffer, byteOffset, count), halfToNumber);
    case 'bfloat16':
      // The upper half of a float32.
      return new Float32Array(
        Uint32Array.from(new Uint16Array(buffer, byteOffset, count), bits => bits << 16).buffer,
      );
    case 'int32':
      return convert(new Int32Array(buffer, byteOffset, count), exactly);
    case 'int64':
      return convert(new BigInt64Array(buffer, byteOffset, count), exactly);
  }
}

/** Elements of `source` at `offset` + Σ index × stride, in row-major order of the indices. */
export function gather<T extends Float32Array | Float64Array>(
  source: T,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  target: T,
): T {
  const last = shape.length - 1;
  const index = shape.map(() => 0);
  const run = shape[last] ?? 1;
  const step = strides[last] ?? 1;
  for (let at = 0; at < target.length; at += run) {
    let from = offset;
    for (let axis = 0; axis < last; axis++) from += index[axis]! * strides[axis]!;
    for (let along = 0; along < run; along++, from += step) target[at + along] = source[from]!;
    for (let axis = last - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return target;
}

/** Puts values whose first index runs fastest (Fortran, MATLAB) into `target` in row-major order. */
export function toRowMajor<T extends Float32Array | Float64Array>(
  values: T,
  shape: readonly number[],
  target: T,
): T {
  let stride = 1;
  const strides = shape.map(length => {
    stride *= length;
    return stride / length;
  });
  return gather(values, shape, strides, 0, target);
}

/** The bytes, or a copy, so that typed arrays can be laid over them. */
function inHostOrder(bytes: Uint8Array, size: number, littleEndian: boolean): Uint8Array {
  if (littleEndian === hostIsLittle && bytes.byteOffset % size === 0) return bytes;
  const copy = Buffer.from(new ArrayBuffer(bytes.length));
  copy.set(bytes);
  if (littleEndian === hostIsLittle) return copy;
  return size === 2 ? copy.swap16() : size === 4 ? copy.swap32() : copy.swap64();
}

/** IEEE 754 binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function exactly(value: number | bigint): number {
  const number = Math.fround(Number(value));
  if (BigInt(number) !== BigInt(value))
    throw new BadFile(`holds the whole number ${value}, which float32 can't hold exactly`);
  return number;
}

function convert<T>(values: ArrayLike<T>, convertOne: (value: T) => number): Float32Array {
  const converted = new Float32Array(values.length);
  for (let at = 0; at < converted.length; at++) converted[at] = convertOne(values[at]!);
  return converted;
}
