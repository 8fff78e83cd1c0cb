import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openGraph } from '../../test/open-graph.ts';
import { matlabLuma } from './matlab-luma.ts';

/** Weights of `rgb2gray`: the first row of the inverse of the matrix from YIQ to RGB, as its documentation has it, by Cramer's rule. */
function lumaWeights(): readonly [number, number, number] {
  const [i, q] = [
    [0.956, -0.272, -1.106],
    [0.621, -0.647, 1.703],
  ] as const;
  const cofactors = [
    i[1] * q[2] - i[2] * q[1],
    i[2] * q[0] - i[0] * q[2],
    i[0] * q[1] - i[1] * q[0],
  ] as const;
  // The column of Y is all ones, so their sum is the determinant.
  const determinant = cofactors[0] + cofactors[1] + cofactors[2];
  return [cofactors[0] / determinant, cofactors[1] / determinant, cofactors[2] / determinant];
}

const open = () =>
  openGraph({ type: 'uint8', rank: 4, build: (graph, rgb) => ({ luma: [matlabLuma(graph, rgb), 3] }) });

it('leaves every level of grey as it is', async () => {
  const run = await open();
  const data = Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));
  const { luma } = await run({ data, dimensions: [1, 2, 128, 3] });
  expect(luma.dimensions).toEqual([1, 2, 128]);
  expect(Array.from(luma.data)).toEqual(Array.from({ length: 256 }, (_, level) => level));
});

// What rgb2gray gives: its weights times 255, rounded.
it.each([
  ['red', [255, 0, 0], 76],
  ['green', [0, 255, 0], 150],
  ['blue', [0, 0, 255], 29],
  ['yellow', [255, 255, 0], 226],
  ['cyan', [0, 255, 255], 179],
  ['magenta', [255, 0, 255], 105],
  // 95.5 with the weights 0.299, 0.587 and 0.114, which would be rounded to 96.
  ['a colour that tells the weights apart', [160, 34, 243], 95],
])('gives %s its level', async (_, rgb, level) => {
  const run = await open();
  const { luma } = await run({ data: rgb, dimensions: [1, 1, 1, 3] });
  expect(Array.from(luma.data)).toEqual([level]);
});

it('gives each of several pictures the weighted sum of its channels, rounded', async () => {
  const run = await open();
  const [red, green, blue] = lumaWeights();
  const exact = (r: number, g: number, b: number) => red * r + green * g + blue * b;
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 2 * 5 * 7 * 3, maxLength: 2 * 5 * 7 * 3 }), async data => {
      const { luma } = await run({ data, dimensions: [2, 5, 7, 3] });
      expect(luma.dimensions).toEqual([2, 5, 7]);
      for (const [i, level] of Array.from(luma.data).entries()) {
        expect(Number.isInteger(level)).toBe(true);
        const [r, g, b] = data.subarray(i * 3, i * 3 + 3);
        expect(Math.abs(level - exact(r!, g!, b!))).toBeLessThanOrEqual(0.5 + 1e-12);
      }
    }),
  );
});
