import type { RgbImage } from '@framesieve/core';
import { selfTestPictures } from '@framesieve/models';
import { flatPicture, texturedPicture } from '@framesieve/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeUpSvr, plainRegression } from '../test/made-up-svr.ts';
import { type FoundScore, openUtlive } from '../test/open-utlive.ts';

const svr = madeUpSvr();

let run: (...pictures: RgbImage[]) => Promise<readonly FoundScore[]>;
beforeAll(async () => {
  run = await openUtlive(svr);
});

it.each([
  [160, 128],
  [101, 77],
  [16, 16],
  [17, 31],
  [300, 33],
])('scores a picture of %d×%d pixels by the regression on its features', async (width, height) => {
  const [found] = await run(texturedPicture(width, height));
  expect(found!.features).toHaveLength(36);
  expect(Math.abs(found!.score - plainRegression(found!.features, svr))).toBeLessThan(1e-4);
});

// Recorded when the graph agreed with other implementations (utlive-reference.test.ts), for machines that don't have those.
it('gives the self-test pictures the scores that are recorded', async () => {
  const [sharp, blurred] = await run(...selfTestPictures());
  expect(sharp!.score).toBeCloseTo(17.601, 2);
  expect(blurred!.score).toBeCloseTo(213.279, 2);
});

it('gives each picture of a batch what it gets alone', async () => {
  const pictures = [1, 2, 3].map(seed => texturedPicture(133, 90, seed, seed / 3));
  const together = await run(...pictures, flatPicture(133, 90, 60));
  for (const [i, picture] of pictures.entries()) {
    const [alone] = await run(picture);
    expect(Math.abs(together[i]!.score - alone!.score)).toBeLessThan(1e-4);
    for (const [at, feature] of alone!.features.entries())
      expect(Math.abs(together[i]!.features[at]! - feature)).toBeLessThan(1e-6);
  }
  expect(together[3]!.score).toBeNaN();
});

// Beyond the edge are zeros, so that a level other than 0 has values along its border; their products have one sign.
it.each([0, 128, 255])('is not defined for a flat picture of level %d', async level => {
  const [flat] = await run(flatPicture(64, 48, level));
  expect(flat!.score).toBeNaN();
});

/** First feature of each neighbour within the 18 of a scale. */
const first = { right: 2, below: 6, belowRight: 10, aboveRight: 14 };

function exchanged(features: readonly number[], one: number, other: number): readonly number[] {
  return features.map((value, at) => {
    const [scale, within] = [at - (at % 18), at % 18];
    if (within >= one && within < one + 4) return features[scale + other + within - one]!;
    if (within >= other && within < other + 4) return features[scale + one + within - other]!;
    return value;
  });
}

describe('the order of the features', () => {
  // Slanting stripes in noise, so that every neighbour is another one.
  const noise = texturedPicture(96, 64, 7);
  const stripe = (x: number, y: number) => 40 * Math.sin(0.4 * x + 2.2 * y);
  const picture: RgbImage = {
    ...noise,
    data: noise.data.map((level, i) => {
      const pixel = Math.floor(i / 3);
      return 64 + level / 2 + stripe(pixel % 96, Math.floor(pixel / 96));
    }),
  };
  const turned = (
    map: (x: number, y: number) => readonly [number, number],
    width: number,
    height: number,
  ): RgbImage => {
    const data = new Uint8Array(width * height * 3);
    for (let i = 0; i < width * height; i++) {
      const [x, y] = map(i % width, Math.floor(i / width));
      data.set(picture.data.slice((y * picture.width + x) * 3, (y * picture.width + x) * 3 + 3), i * 3);
    }
    return { width, height, data };
  };

  // Shapes are steps of 0.001, of which rounding can miss one; all else is rounded to float32 on the way.
  const expectSame = (found: readonly number[], expected: readonly number[]) => {
    for (const [at, value] of expected.entries()) {
      const isShape = at % 18 === 0 || (at % 18) % 4 === 2;
      expect(Math.abs(found[at]! - value), `feature ${at}`).toBeLessThan(
        isShape ? 0.0011 : 1e-3 * Math.abs(value) + 1e-5,
      );
    }
  };

  it('has the neighbour to the right before that below: they are exchanged in a transposed picture', async () => {
    const [original] = await run(picture);
    const [transposed] = await run(turned((x, y) => [y, x], 64, 96));
    expectSame(transposed!.features, exchanged(original!.features, first.right, first.below));
    // Without the exchange they differ, or the test would say nothing.
    const [right, below] = [first.right, first.below].map(at => original!.features[at + 1]!);
    expect(Math.abs(right! - below!)).toBeGreaterThan(0.01);
  });

  it('has the diagonals last: they are exchanged in a mirrored picture', async () => {
    const [original] = await run(picture);
    const [mirrored] = await run(turned((x, y) => [95 - x, y], 96, 64));
    expectSame(mirrored!.features, exchanged(original!.features, first.belowRight, first.aboveRight));
    const [down, up] = [first.belowRight, first.aboveRight].map(at => original!.features[at + 1]!);
    expect(Math.abs(down! - up!)).toBeGreaterThan(0.01);
  });
});
