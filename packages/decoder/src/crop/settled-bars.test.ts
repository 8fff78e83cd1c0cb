import { makeFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarSearch } from './find-bars.ts';

/** A frame's bars, in samples from each edge, and how bright its content is, 0 … 1. */
interface Look {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly light: number;
  readonly size?: readonly [width: number, height: number];
}

const whole: Look = { left: 0, top: 0, right: 0, bottom: 0, light: 1 };

function frameOf({ left, top, right, bottom, light, size = [48, 40] }: Look, seed: number) {
  const [width, height] = size;
  return makeFrame('gray', width, height, (_, x, y) => {
    const isInside = x >= left && y >= top && x < width - right && y < height - bottom;
    return isInside ? 40 + Math.round(light * (((x * 7 + y * 13 + seed * 29) * 37) % 180)) : 0;
  });
}

function search(looks: readonly Look[]): BarSearch {
  const bars = new BarSearch();
  for (const [seed, look] of looks.entries()) bars.add(frameOf(look, seed));
  return bars;
}

describe('a search for bars', () => {
  it.each<[string, readonly Look[], boolean]>([
    ['one frame has content at all four edges', [whole], true],
    [
      'frames have it between them',
      [
        { ...whole, left: 6, top: 6 },
        { ...whole, right: 9, bottom: 3 },
      ],
      true,
    ],
    [
      'frames differ in size',
      [
        { ...whole, top: 6 },
        { ...whole, size: [40, 48] },
      ],
      true,
    ],
    ['nothing was seen', [], false],
    ['a frame shows nothing', [{ ...whole, left: 48 }], false],
    [
      'there may be a bar at one edge',
      [
        { ...whole, bottom: 1 },
        { ...whole, bottom: 8 },
      ],
      false,
    ],
  ])('is settled or not where %s', (_, looks, isSettled) => {
    expect(search(looks).isSettled).toBe(isSettled);
  });

  it('finds nothing more once it is settled, whatever comes', () => {
    const width = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 16 }));
    const light = fc.constantFrom(0.02, 0.4, 1);
    const look = fc.record({ left: width, top: width, right: width, bottom: width, light });
    const property = fc.property(fc.array(look, { minLength: 1, maxLength: 8 }), looks => {
      const settledAfter = looks.findIndex((_, i) => search(looks.slice(0, i + 1)).isSettled);
      fc.pre(settledAfter >= 0);
      expect(search(looks).isSettled).toBe(true);
      expect(search(looks).result()).toBeNull();
    });
    fc.assert(property, { numRuns: 60 });
  });
});
