import { expect, it } from 'vitest';
import { toEightBits } from './to-eight-bits.ts';

it('rounds deep samples, and keeps shallow ones', () => {
  const levels = Uint16Array.from({ length: 65_536 }, (_, level) => level);
  const found = toEightBits({ width: 65_536, height: 1, data: levels });
  expect(found).toEqual(Uint8Array.from(levels, level => Math.round((level / 65_535) * 255)));
  const data = Uint8Array.of(1, 2, 3);
  expect(toEightBits({ width: 1, height: 1, data })).toBe(data);
});
