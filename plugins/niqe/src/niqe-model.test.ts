import type { FrameScore, RgbImage } from '@framesieve/core';
import { readModel, readModelMetadata } from '@framesieve/models';
import { flatPicture, texturedPicture } from '@framesieve/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeUpParameters } from '../test/made-up-parameters.ts';
import { type FoundFeatures, openFeatures } from '../test/open-features.ts';
import { openNiqe } from '../test/open-niqe.ts';
import { colorAt, mapPicture } from '../test/pictures.ts';
import { plainDistance } from '../test/plain-distance.ts';
import { buildNiqeModel } from './niqe-model.ts';
import { readParameters } from './read-parameters.ts';

const parameters = madeUpParameters();
const details = {
  metric: 'niqe/tried',
  source: 'a test',
  licence: 'CC0-1.0',
  provenance: '{"pictures":0}',
};

let score: (...pictures: RgbImage[]) => Promise<readonly FrameScore[]>;
let features: (picture: RgbImage) => Promise<FoundFeatures>;
beforeAll(async () => {
  score = await openNiqe(parameters);
  features = await openFeatures();
});

it('says what it is, keeps its parameters and has no training nodes', () => {
  const model = buildNiqeModel(parameters, details);
  expect(readModelMetadata(model)).toMatchObject({ ...details, direction: 'lower', range: [0, null] });
  expect(readModel(model).trainingNodes).toEqual([]);
  expect(readParameters(model)).toEqual(parameters);
  expect(buildNiqeModel(parameters, details)).toEqual(model);
});

it.each([
  [192, 96],
  [300, 200],
  [97, 193],
])('scores a picture of %d×%d pixels by the distance of its features', async (width, height) => {
  const picture = texturedPicture(width, height, 3);
  const { rows } = await features(picture);
  const [found] = await score(picture);
  expect(Math.abs(found!.score! / plainDistance(rows, parameters)! - 1)).toBeLessThan(1e-6);
});

it('gives each picture of a batch the score that it has alone', async () => {
  const pictures = [
    ...[1, 2, 3].map(seed => texturedPicture(200, 196, seed, seed / 3)),
    flatPicture(200, 196, 90),
  ];
  const together = await score(...pictures);
  for (const [i, picture] of pictures.entries()) {
    const [alone] = await score(picture);
    if (alone!.score === null) expect(together[i]).toEqual(alone);
    else expect(Math.abs(alone!.score - together[i]!.score!)).toBeLessThanOrEqual(1e-6 * alone!.score);
  }
});

describe('the blocks that count', () => {
  const whole = texturedPicture(192, 192, 5);

  it('are whole ones from the top left: what is beyond them at the bottom and on the right changes nothing', async () => {
    const [expected] = await score(whole);
    const other = texturedPicture(287, 287, 99);
    for (const [width, height] of [
      [193, 192],
      [192, 287],
      [250, 211],
    ] as const) {
      const larger = mapPicture(width, height, (x, y) => colorAt(x < 192 && y < 192 ? whole : other, x, y));
      expect(await score(larger)).toEqual([expected]);
    }
    const [moved] = await score(
      mapPicture(193, 193, (x, y) => colorAt(whole, Math.max(0, x - 1), Math.max(0, y - 1))),
    );
    expect(moved!.score).not.toBe(expected!.score);
  });

  it('are those with texture: half black is scored by the other half', async () => {
    const half = mapPicture(384, 192, (x, y) => (x < 192 ? [0, 0, 0] : colorAt(whole, x - 192, y)));
    const { rows } = await features(half);
    // 3 of the 96 columns of the second block see the texture: it has values, but not of both signs.
    expect(rows.map(row => row.every(Number.isFinite))).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
      true,
      true,
    ]);
    const [found] = await score(half);
    expect(Math.abs(found!.score! / plainDistance(rows, parameters)! - 1)).toBeLessThan(1e-6);
  });
});

describe('where it is not defined', () => {
  const tooFew = {
    score: null,
    reason: expect.stringContaining('Too few of its blocks of 96×96 pixels have texture'),
  };

  it.each([0, 77, 255])('has no score for a flat picture of level %d', async level => {
    expect(await score(flatPicture(288, 192, level))).toEqual([tooFew]);
    expect(await score(flatPicture(96, 96, level))).toEqual([tooFew]);
  });

  it('has none where one block of several has texture', async () => {
    const noise = texturedPicture(64, 64);
    const isInside = (x: number, y: number) => x >= 16 && y >= 16 && x < 80 && y < 80;
    const picture = mapPicture(192, 96, (x, y) =>
      isInside(x, y) ? colorAt(noise, x - 16, y - 16) : [50, 50, 50],
    );
    expect(await score(picture)).toEqual([tooFew]);
  });

  it.each([
    [95, 300],
    [300, 95],
    [16, 16],
    [1, 1],
  ])('has none for a picture of %d×%d pixels', async (width, height) => {
    const [found] = await score(texturedPicture(width, height));
    expect(found).toEqual({ score: null, reason: expect.stringContaining('at least 96×96') });
  });

  it('has one for a single block, by the covariance of the model alone', async () => {
    const picture = texturedPicture(96, 96, 4);
    const { rows } = await features(picture);
    const [found] = await score(picture);
    expect(Math.abs(found!.score! / plainDistance(rows, parameters)! - 1)).toBeLessThan(1e-6);
  });
});
