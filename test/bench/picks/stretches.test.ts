import { expect, it } from 'vitest';
import { badKinds, planStretches } from './stretches.ts';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

it.each([200, 289, 5000])('divides %i frames into 17 stretches that are good and bad in turn', frames => {
  for (const seed of seeds) {
    const stretches = planStretches(frames, seed);
    expect(stretches).toHaveLength(17);
    expect(stretches[0]!.start).toBe(0);
    expect(stretches.at(-1)!.end).toBe(frames);
    for (const [index, { good, kind, start, end }] of stretches.entries()) {
      expect(good).toBe(kind === 'good');
      if (index > 0) {
        expect(good).toBe(!stretches[index - 1]!.good);
        expect(start).toBe(stretches[index - 1]!.end);
      }
      // 0.7 of the mean, when all others have 1.3 of it, and a frame for the rounding.
      expect(end - start).toBeGreaterThan((0.7 * frames) / (0.7 + 16 * 1.3) - 1);
    }
  }
});

it('has every kind of bad stretch, and the same ones for the same seed', () => {
  for (const seed of seeds) {
    const stretches = planStretches(400, seed);
    const kinds = stretches.filter(({ good }) => !good).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(badKinds));
    expect(planStretches(400, seed)).toEqual(stretches);
  }
});

it('begins with a good stretch about every other time', () => {
  const good = seeds.filter(seed => planStretches(300, seed)[0]!.good).length;
  expect(good).toBeGreaterThan(70);
  expect(good).toBeLessThan(130);
});
