import type { RgbImage } from '@framesieve/core';
import { flatPicture, texturedPicture } from '@framesieve/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FoundFeatures, openFeatures } from '../test/open-features.ts';
import { colorAt, mapPicture } from '../test/pictures.ts';
import { featureCount } from './niqe-parameters.ts';

let features: (picture: RgbImage) => Promise<FoundFeatures>;
beforeAll(async () => {
  features = await openFeatures();
});

/** First feature of each kind within the 18 of a scale: shape and scale of the block itself, then four for each neighbour. */
const first = { own: 0, right: 2, below: 6, belowRight: 10, belowLeft: 14 };

/** A row of features with those of two neighbours exchanged, at both scales. */
function exchanged(row: readonly number[], one: number, other: number): readonly number[] {
  return row.map((value, at) => {
    const [scale, within] = [at - (at % 18), at % 18];
    if (within >= one && within < one + 4) return row[scale + other + within - one]!;
    if (within >= other && within < other + 4) return row[scale + one + within - other]!;
    return value;
  });
}

/** Shapes are steps of 0.001, of which rounding can miss one; all else is rounded to float32 on the way. */
function expectSame(found: readonly number[], expected: readonly number[]): void {
  for (const [at, value] of expected.entries()) {
    const isShape = at % 18 === 0 || (at % 18) % 4 === 2;
    expect(Math.abs(found[at]! - value), `feature ${at}`).toBeLessThan(
      isShape ? 0.0011 : 1e-3 * Math.abs(value) + 1e-5,
    );
  }
}

describe('the order of the features', () => {
  // Slanting stripes in noise, so that every neighbour is another one.
  const noise = texturedPicture(96, 96, 7);
  const picture = mapPicture(96, 96, (x, y) =>
    colorAt(noise, x, y).map(level => 64 + level / 2 + 40 * Math.sin(0.4 * x + 2.2 * y)),
  );

  it('has that of the neighbour to the right before that below: they are exchanged in a transposed picture', async () => {
    const transposed = mapPicture(96, 96, (x, y) => colorAt(picture, y, x));
    const [{ rows: original }, { rows: turned }] = [await features(picture), await features(transposed)];
    expectSame(turned[0]!, exchanged(original[0]!, first.right, first.below));
    // Without the exchange they differ, or the test would say nothing.
    expect(Math.abs(original[0]![first.right + 1]! - original[0]![first.below + 1]!)).toBeGreaterThan(0.01);
  });

  it('has the diagonals last: they are exchanged in a mirrored picture', async () => {
    const mirrored = mapPicture(96, 96, (x, y) => colorAt(picture, 95 - x, y));
    const [{ rows: original }, { rows: turned }] = [await features(picture), await features(mirrored)];
    expectSame(turned[0]!, exchanged(original[0]!, first.belowRight, first.belowLeft));
    expect(
      Math.abs(original[0]![first.belowRight + 1]! - original[0]![first.belowLeft + 1]!),
    ).toBeGreaterThan(0.01);
  });

  it('is the same in the negative of a picture of grey: signs of the values go, those of products stay', async () => {
    const grey = mapPicture(96, 96, (x, y) => Array(3).fill(colorAt(picture, x, y)[1]));
    const negative = mapPicture(96, 96, (x, y) => colorAt(grey, x, y).map(level => 255 - level));
    expectSame((await features(negative)).rows[0]!, (await features(grey)).rows[0]!);
  });
});

describe('the blocks', () => {
  it('come in rows from the top left, each with the mean of its local deviation', async () => {
    const [columns, lines] = [3, 2];
    for (let at = 0; at < columns * lines; at++) {
      const [left, top] = [(at % columns) * 96, Math.floor(at / columns) * 96];
      const noise = texturedPicture(96, 96, at + 1);
      // Texture stays so far inside that no window of another block sees it, at half size neither.
      const isInside = (x: number, y: number) => Math.min(x, y, 95 - x, 95 - y) >= 16;
      const picture = mapPicture(columns * 96, lines * 96, (x, y) =>
        isInside(x - left, y - top) ? colorAt(noise, x - left, y - top) : [90, 90, 90],
      );
      const { rows, sharpness } = await features(picture);
      expect(rows).toHaveLength(6);
      for (const [block, row] of rows.entries()) {
        expect(row).toHaveLength(featureCount);
        expect(row.every(Number.isFinite)).toBe(block === at);
        if (block === at) expect(sharpness[block]).toBeGreaterThan(1);
        // What rounding leaves of a root.
        else expect(sharpness[block]).toBeLessThan(1e-4);
      }
    }
  });

  it.each([
    [96, 96, 1],
    [191, 100, 1],
    [192, 96, 2],
    [300, 200, 6],
  ])('of a picture of %d×%d pixels are %d', async (width, height, count) => {
    expect((await features(texturedPicture(width, height))).rows).toHaveLength(count);
  });

  it('have no features that are all defined where they are flat', async () => {
    for (const level of [0, 1, 128, 255]) {
      const { rows, sharpness } = await features(flatPicture(192, 96, level));
      expect(rows.map(row => row.every(Number.isFinite))).toEqual([false, false]);
      for (const value of sharpness) expect(value).toBeLessThan(1e-4);
    }
  });
});
