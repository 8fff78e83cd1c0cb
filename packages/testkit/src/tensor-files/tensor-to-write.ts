/** Element types that the writers know. */
export type WritableType = 'float16' | 'bfloat16' | 'float32' | 'float64' | 'int32' | 'int64';

/** A tensor to be written. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  /** Default `float32`. */
  readonly type?: WritableType;
  /**
   * Values in row-major (C) order, or what makes them when their turn has come; of `float16` and `bfloat16` the 16-bit
   * patterns as whole numbers.
   */
  readonly values: ArrayLike<number> | (() => ArrayLike<number>);
}

/** Bytes of one element. */
export function bytesPerElement(type: WritableType): number {
  return { float16: 2, bfloat16: 2, float32: 4, float64: 8, int32: 4, int64: 8 }[type];
}

/** Product of the dimensions. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The tensor's values, made if need be. */
export function valuesOf({ values }: TensorToWrite): ArrayLike<number> {
  return typeof values === 'function' ? values() : values;
}

/** The values as a file holds them. */
export function encodeValues(values: ArrayLike<number>, type: WritableType, bigEndian = false): Uint8Array {
  const typed = typedArrayOf(values, type);
  const bytes = Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength);
  if (!bigEndian) return bytes;
  const swapped = Buffer.from(bytes);
  const size = bytesPerElement(type);
  return size === 2 ? swapped.swap16() : size === 4 ? swapped.swap32() : swapped.swap64();
}

function typedArrayOf(values: ArrayLike<number>, type: WritableType): ArrayBufferView {
  switch (type) {
    case 'float16':
    case 'bfloat16':
      return Uint16Array.from(values);
    case 'float32':
      return values instanceof Float32Array ? values : Float32Array.from(values);
    case 'float64':
      return values instanceof Float64Array ? values : Float64Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'int64':
      return BigInt64Array.from({ length: values.length }, (_, index) => BigInt(values[index]!));
  }
}
