import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orientationOfMatrix, quarterTurns } from './orientation.ts';

describe('orientationOfMatrix', () => {
  // A quarter turn clockwise takes right to down.
  it.each([
    ['upright', [1, 0, 0, 1], 0, false],
    ['a quarter turn clockwise', [0, 1, -1, 0], 90, false],
    ['half a turn', [-1, 0, 0, -1], 180, false],
    ['three quarters clockwise', [0, -1, 1, 0], 270, false],
    ['mirrored left to right', [-1, 0, 0, 1], 0, true],
    ['mirrored top to bottom', [1, 0, 0, -1], 180, true],
    ['mirrored along the falling diagonal', [0, 1, 1, 0], 270, true],
    ['mirrored along the rising diagonal', [0, -1, -1, 0], 90, true],
    ['slightly askew', [0.999, 0.05, -0.05, 0.999], 0, false],
    ['nothing', [0, 0, 0, 0], 0, false],
  ] as const)('reads %s', (_name, [a, b, c, d], rotation, mirrored) => {
    expect(orientationOfMatrix({ a, b, c, d })).toEqual({ rotation, mirrored });
  });
});

it('quarterTurns is the same after any number of whole turns', () => {
  fc.assert(
    fc.property(fc.constantFrom(0, 90, 180, 270), fc.integer({ min: -9, max: 9 }), (degrees, turns) => {
      expect(quarterTurns(degrees + 360 * turns)).toBe(degrees);
      expect(quarterTurns(degrees + 360 * turns + 44)).toBe(degrees);
    }),
  );
});
