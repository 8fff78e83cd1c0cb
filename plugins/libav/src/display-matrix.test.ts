import { describe, expect, it } from 'vitest';
import { orientationOf } from './display-matrix.ts';

/** Side data of a display matrix with the given a, b, c, d. */
function matrix(a: number, b: number, c: number, d: number): Uint8Array {
  const entries = Int32Array.of(a * 65536, b * 65536, 0, c * 65536, d * 65536, 0, 0, 0, 1 << 30);
  return new Uint8Array(entries.buffer);
}

describe('orientationOf', () => {
  // Points map by x′ = a·x + c·y, y′ = b·x + d·y, y downwards: a quarter turn clockwise takes right to down.
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
  ] as const)('reads %s', (_name, [a, b, c, d], rotation, mirrored) => {
    expect(orientationOf(matrix(a, b, c, d))).toEqual({ rotation, mirrored });
  });

  it('takes a missing or broken matrix for upright', () => {
    expect(orientationOf(null)).toEqual({ rotation: 0, mirrored: false });
    expect(orientationOf(new Uint8Array(35))).toEqual({ rotation: 0, mirrored: false });
    expect(orientationOf(matrix(0, 0, 0, 0))).toEqual({ rotation: 0, mirrored: false });
  });
});
