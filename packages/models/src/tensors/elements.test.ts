import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BadFile } from './bad-file.ts';
import { decodeElements, elementCount, gather, toRowMajor } from './elements.ts';

/** Bytes of 16-bit patterns, little-endian. */
function patterns(...bits: readonly number[]): Uint8Array {
  return Uint8Array.from(bits.flatMap(value => [value & 0xff, value >> 8]));
}

it('reads float16', () => {
  const bits = [
    0x0000, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x83ff, 0x3555, 0x7c00, 0xfc00, 0x7e00,
  ];
  const values = [0, -0, 1, -2, 65504, 2 ** -14, 2 ** -24, -1023 * 2 ** -24, 1365 / 4096];
  expect([...decodeElements(patterns(...bits), 'float16', true)]).toEqual([
    ...values,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ]);
});

it('reads bfloat16, the upper half of a float32', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), bits => {
      const view = new DataView(new ArrayBuffer(4));
      view.setUint16(0, bits);
      expect([...decodeElements(patterns(bits), 'bfloat16', true)]).toEqual([view.getFloat32(0)]);
    }),
  );
});

it('reads whole numbers where float32 holds them, and refuses others', () => {
  const numbers = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt(-300n, 300n));
  fc.assert(
    fc.property(numbers, fc.boolean(), (value, littleEndian) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigInt64(0, value, littleEndian);
      const read = () => decodeElements(new Uint8Array(view.buffer), 'int64', littleEndian);
      if (BigInt(Math.fround(Number(value))) === value) expect([...read()]).toEqual([Number(value)]);
      else expect(read).toThrow(BadFile);
    }),
  );
  expect(() => decodeElements(new Uint8Array(Int32Array.of(2 ** 24 + 1).buffer), 'int32', true)).toThrow(
    BadFile,
  );
});

it('reads either order of bytes from anywhere in memory', () => {
  const all = fc.array(fc.float(), { maxLength: 8 });
  fc.assert(
    fc.property(all, fc.boolean(), fc.nat(7), (values, littleEndian, shift) => {
      const view = new DataView(new ArrayBuffer(shift + 4 * values.length));
      for (const [at, value] of values.entries()) view.setFloat32(shift + 4 * at, value, littleEndian);
      const bytes = new Uint8Array(view.buffer, shift);
      expect([...decodeElements(bytes, 'float32', littleEndian)]).toEqual(values);
    }),
  );
});

it('counts elements, and refuses what are no dimensions', () => {
  expect(elementCount([])).toBe(1);
  expect(elementCount([3, 4])).toBe(12);
  expect(elementCount([2 ** 40, 0])).toBe(0);
  expect(elementCount([2 ** 31])).toBe(2 ** 31);
  for (const shape of [[2 ** 31 + 1], [2 ** 20, 2 ** 20], [-1], [1.5], [Number.NaN], [-1, 0], [2 ** 53]])
    expect(elementCount(shape)).toBeNull();
});

it('gathers every element from where its strides say', () => {
  const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(shapes, fc.infiniteStream(fc.nat(5)), fc.nat(3), (shape, stream, offset) => {
      const strides = shape.map(() => stream.next().value!);
      const source = Float32Array.from({ length: 100 }, (_, at) => at);
      const target = new Float32Array(elementCount(shape)!);
      expect([...gather(source, shape, strides, offset, target)]).toEqual(
        indices(shape).map(index => index.reduce((at, i, axis) => at + i * strides[axis]!, offset)),
      );
    }),
  );
});

it('turns the order of Fortran into that of C', () => {
  const values = Float64Array.of(1, 4, 2, 5, 3, 6);
  expect([...toRowMajor(values, [2, 3], new Float64Array(6))]).toEqual([1, 2, 3, 4, 5, 6]);
});

/** All indices of a shape in row-major order. */
function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, length) => all.flatMap(index => Array.from({ length }, (_, at) => [...index, at])),
    [[]],
  );
}
