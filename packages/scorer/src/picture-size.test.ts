import type { PictureFormat, Rectangle } from '@framesieve/core';
import { makeFrame } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { pictureSize } from './picture-size.ts';

const aspect = (numerator: number, denominator: number) => ({ pixelAspect: { numerator, denominator } });
const crop = { x: 2, y: 4, width: 20, height: 12 };

it.each<[string, Partial<PictureFormat>, Rectangle | null, [number, number]]>([
  ['as it is coded', {}, null, [32, 24]],
  ['without black bars', {}, crop, [20, 12]],
  ['widened', aspect(4, 3), null, [43, 24]],
  ['heightened', aspect(1, 2), crop, [20, 24]],
  ['turned', { rotation: 90 }, crop, [12, 20]],
  ['widened, then turned', { rotation: 270, ...aspect(3, 2) }, crop, [12, 30]],
  ['with an aspect that can’t be meant', aspect(11, 1), null, [32, 24]],
  ['with no aspect', aspect(0, 0), null, [32, 24]],
])('tells the size of a picture %s', (_, format, area, [width, height]) => {
  const frame = makeFrame('gray', 32, 24, () => 0, format, { crop: area });
  expect(pictureSize(frame)).toEqual({ width, height });
});
