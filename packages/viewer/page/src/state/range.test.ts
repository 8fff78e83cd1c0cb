import fc from 'fast-check';
import { expect, it } from 'vitest';
import { panned, revealing, withinExtent, zoomedAt } from './range.ts';

const extent = { from: 2, to: 102 };
const time = fc.double({ min: -500, max: 500, noNaN: true });
const span = fc.double({ min: 1e-3, max: 1000, noNaN: true });
const range = fc.tuple(time, span).map(([from, width]) => ({ from, to: from + width }));

it('keeps a range within the extent, no narrower than eight frames', () => {
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 1e6 }), (asked, frames) => {
      const { from, to } = withinExtent(asked, extent, frames);
      expect(from).toBeGreaterThanOrEqual(extent.from - 1e-9);
      expect(to).toBeLessThanOrEqual(extent.to + 1e-9);
      expect(to - from).toBeGreaterThanOrEqual(Math.min(100, 800 / frames) - 1e-9);
    }),
  );
  expect(withinExtent({ from: 10, to: 20 }, extent, 1e6)).toEqual({ from: 10, to: 20 });
});

it('zooms around a time that stays where it is', () => {
  fc.assert(
    fc.property(
      range,
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (asked, factor, at) => {
        const fixed = asked.from + at * (asked.to - asked.from);
        const zoomed = zoomedAt(asked, fixed, factor);
        expect((fixed - zoomed.from) / (zoomed.to - zoomed.from)).toBeCloseTo(at, 6);
      },
    ),
  );
});

it('moves no further than it must to show a time', () => {
  expect(revealing({ from: 0, to: 100 }, 50)).toEqual({ from: 0, to: 100 });
  expect(revealing({ from: 0, to: 100 }, 100)).toEqual({ from: 8, to: 108 });
  expect(revealing({ from: 50, to: 150 }, 20)).toEqual({ from: 12, to: 112 });
  expect(panned({ from: 0, to: 10 }, -0.5)).toEqual({ from: -5, to: 5 });
});
