import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ToneShares } from './tone-shares.ts';

const tones = new ToneShares();
const measure = (levels: readonly number[]) => tones.measure(Float32Array.from(levels));

/** A ramp over all of luma, times a gain, clipped at white. */
const exposed = (gain: number) =>
  measure(Array.from({ length: 2000 }, (_, i) => Math.min(1, (gain * i) / 1999)));

it('gives the shares of black and white', () => {
  expect(measure([0, 0, 0.5, 1])).toMatchObject({ shadows: 0.5, highlights: 0.25 });
  expect(measure([0.2, 0.5, 0.9])).toMatchObject({ shadows: 0, highlights: 0 });
});

it('counts what is nearly black or white in part, without a step', () => {
  expect(measure([0.1]).shadows).toBeCloseTo(0.5, 2);
  expect(measure([0.965]).highlights).toBeCloseTo(0.5, 2);
});

it('has more shadows the less a picture is exposed, more highlights the more it is', () => {
  const gains = [0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 5];
  const shares = gains.map(exposed);
  for (let i = 1; i < gains.length; i++) {
    expect(shares[i]!.shadows).toBeLessThan(shares[i - 1]!.shadows);
    expect(shares[i]!.highlights).toBeGreaterThanOrEqual(shares[i - 1]!.highlights);
  }
  expect(exposed(0.22).shadows).toBeGreaterThan(0.4);
  expect(exposed(2.4).highlights).toBeGreaterThan(0.5);
});

it('gives the share of the most frequent tone', () => {
  expect(measure([0.1, 0.3, 0.3, 0.31, 0.7]).dominance).toBeCloseTo(0.6);
  expect(measure([0.5]).dominance).toBe(1);
  expect(exposed(1).dominance).toBeCloseTo(1 / 32, 2);
});

it('sees a card of one tone with some grain wherever the tone lies', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.02, max: 0.98, noNaN: true }), tone => {
      const card = Array.from({ length: 1000 }, (_, i) =>
        i % 5 === 0 ? (i % 97) / 97 : tone + 0.01 * Math.sin(i),
      );
      expect(measure(card).dominance).toBeGreaterThan(0.79);
    }),
  );
});

it('keeps its shares between 0 and 1', () => {
  const level = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(level, { minLength: 1 }), levels => {
      for (const share of Object.values(measure(levels))) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }),
  );
});
