import { toFloat16 } from '@framesieve/models';
import { expect, it } from 'vitest';
import { fromFloat16 } from './from-float16.ts';

it('gives back every number of half precision', () => {
  const patterns = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
    pattern => (pattern & 0x7fff) <= 0x7c00,
  );
  expect(toFloat16(fromFloat16(patterns))).toEqual(patterns);
  expect(fromFloat16(Uint16Array.of(0x7e00))[0]).toBeNaN();
});

it('reads the numbers that the format is defined by', () => {
  // IEEE 754-2019, binary16: one, the largest, the smallest normal and subnormal, minus two, infinity.
  const patterns = Uint16Array.of(0x3c00, 0x7bff, 0x0400, 0x0001, 0xc000, 0x7c00);
  expect([...fromFloat16(patterns)]).toEqual([1, 65504, 2 ** -14, 2 ** -24, -2, Number.POSITIVE_INFINITY]);
});
