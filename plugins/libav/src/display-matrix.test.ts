import { expect, it } from 'vitest';
import { orientationOf } from './display-matrix.ts';

/** Side data of a display matrix with the given a, b, c, d. */
function matrix(a: number, b: number, c: number, d: number): Uint8Array {
  const entries = Int32Array.of(a * 65536, b * 65536, 0, c * 65536, d * 65536, 0, 0, 0, 1 << 30);
  return new Uint8Array(entries.buffer);
}

it('reads the entries that turn', () => {
  expect(orientationOf(matrix(0, 1, -1, 0))).toEqual({ rotation: 90, mirrored: false });
  expect(orientationOf(matrix(0, 1, 1, 0))).toEqual({ rotation: 270, mirrored: true });
});

it('takes a missing or broken matrix for upright', () => {
  expect(orientationOf(null)).toEqual({ rotation: 0, mirrored: false });
  expect(orientationOf(new Uint8Array(35))).toEqual({ rotation: 0, mirrored: false });
});
