import fc from 'fast-check';
import { expect, it } from 'vitest';
import { frameNumberLimit, readFrameNumber, writeFrameNumber } from './frame-number.ts';

it('reads every number back, at any size and depth', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: frameNumberLimit - 1 }),
      fc.integer({ min: 32, max: 300 }),
      fc.integer({ min: 20, max: 200 }),
      fc.constantFrom(8, 10, 12, 16),
      fc.integer({ min: 0, max: 40 }),
      (ordinal, width, height, bitDepth, padding) => {
        const stride = width + padding;
        const samples = bitDepth === 8 ? new Uint8Array(stride * height) : new Uint16Array(stride * height);
        const plane = { samples, width, height, stride, bitDepth };
        writeFrameNumber(plane, ordinal);
        expect(readFrameNumber(plane)).toBe(ordinal);
      },
    ),
  );
});

it('reads nothing from a picture without a number', () => {
  const grey = { samples: new Uint8Array(160 * 120).fill(126), width: 160, height: 120 };
  expect(readFrameNumber(grey)).toBeNull();
  expect(readFrameNumber({ ...grey, samples: new Uint8Array(160 * 120) })).toBeNull();
});

it('refuses what it cannot write', () => {
  const plane = { samples: new Uint8Array(160 * 120), width: 160, height: 120 };
  expect(() => writeFrameNumber(plane, 65_536)).toThrow(RangeError);
  expect(() => writeFrameNumber({ ...plane, width: 31 }, 1)).toThrow('too small');
});
