import type { RgbImage } from '@framesieve/core';
import { createRandom } from '@framesieve/testkit/clips';
import { expect, it } from 'vitest';
import { badKinds } from './stretches.ts';
import { type Moment, worsen } from './worsen.ts';

const [width, height] = [64, 48];

/** Squares of 4 pixels in two greys, which stand still. */
const checkers: RgbImage = {
  ...{ width, height },
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return (((pixel % width) >> 2) + (Math.floor(pixel / width) >> 2)) & 1 ? 140 : 60;
  }),
};
const moment: Moment = { pictures: Array.from({ length: 9 }, () => checkers), ordinal: 4, meanLuma: 0.4 };
const worsened = Object.fromEntries(
  await Promise.all(badKinds.map(async kind => [kind, await worsen(moment, kind, createRandom(1))] as const)),
);

const levels = ({ data }: RgbImage) => Array.from<number>(data);
const mean = (picture: RgbImage) =>
  levels(picture).reduce((sum, level) => sum + level, 0) / picture.data.length;
/** Mean difference between neighbours in a row. */
const roughness = (picture: RgbImage) =>
  levels(picture).reduce((sum, level, i) => sum + (i < 3 ? 0 : Math.abs(level - picture.data[i - 3]!)), 0) /
  picture.data.length;

it.each(badKinds)('keeps the size and changes the picture: %s', kind => {
  const picture = worsened[kind]!;
  expect(picture).toMatchObject({ width, height });
  expect(picture.data).toHaveLength(checkers.data.length);
  expect(picture.data).not.toEqual(checkers.data);
});

it('takes detail away, the more the stronger, from what stands still too', () => {
  const [soft, strong] = [roughness(worsened['soft focus']!), roughness(worsened.defocus!)];
  expect(soft).toBeLessThan(roughness(checkers));
  expect(strong).toBeLessThan(soft);
  expect(roughness(worsened['motion blur']!)).toBeLessThan(roughness(checkers) / 2);
});

it('adds noise without a bias', () => {
  expect(roughness(worsened.noise!)).toBeGreaterThan(roughness(checkers) * 1.5);
  expect(Math.abs(mean(worsened.noise!) - mean(checkers))).toBeLessThan(1);
});

it('exposes too little, too much, and not at all', () => {
  expect(mean(worsened['under-exposure']!)).toBeCloseTo(mean(checkers) / 4, 0);
  expect(levels(worsened['over-exposure']!).filter(level => level === 255).length).toBe(
    checkers.data.length / 2,
  );
  expect(mean(worsened.black!)).toBe(0);
});
