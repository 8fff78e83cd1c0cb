import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitted, moved, zoomAt } from './zoom.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

it('keeps what is under the pointer while it enlarges', () => {
  fc.assert(
    fc.property(share, share, fc.double({ min: 1, max: 4, noNaN: true }), (x, y, factor) => {
      const first = zoomAt(fitted, { x: 0.5, y: 0.5 }, 2);
      const next = zoomAt(first, { x, y }, factor);
      expect(next.x + (x - 0.5) / next.scale).toBeCloseTo(first.x + (x - 0.5) / first.scale, 9);
      expect(next.y + (y - 0.5) / next.scale).toBeCloseTo(first.y + (y - 0.5) / first.scale, 9);
    }),
  );
});

it('never shows what is beside the picture, and ends at the fitted one', () => {
  fc.assert(
    fc.property(
      share,
      share,
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      (x, y, factor, by) => {
        const zoom = moved(zoomAt(fitted, { x, y }, factor), { x: by, y: -by });
        for (const middle of [zoom.x, zoom.y]) {
          expect(middle - 0.5 / zoom.scale).toBeGreaterThanOrEqual(-1e-9);
          expect(middle + 0.5 / zoom.scale).toBeLessThanOrEqual(1 + 1e-9);
        }
      },
    ),
  );
  expect(zoomAt(zoomAt(fitted, { x: 0.9, y: 0.1 }, 5), { x: 0.2, y: 0.2 }, 0.01)).toEqual(fitted);
});
