import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeekIndex } from './seek-index.ts';

const index = new SeekIndex({
  ptsTicks: Float64Array.of(0, 10, 20, 30, 40, 40, 60, 70, 80),
  keyFrames: Uint8Array.of(1, 0, 0, 1, 0, 1, 0, 1, 0),
});

describe('SeekIndex', () => {
  it('finds a frame by its timestamp, unless several have it', () => {
    expect(index.ordinalOf(30)).toBe(3);
    expect(index.ordinalOf(40)).toBeNull();
    expect(index.ordinalOf(35)).toBeNull();
  });

  it('knows a frame by its timestamp and by whether it is a key frame', () => {
    expect(index.agrees(3, 30, true)).toBe(true);
    expect(index.agrees(3, 30, false)).toBe(false);
    expect(index.agrees(3, 40, true)).toBe(false);
    expect(index.agrees(3, null, true)).toBe(false);
    expect(index.agrees(9, 90, false)).toBe(false);
  });
});

it('finds the frame that alone has a timestamp, whether or not timestamps ascend', () => {
  const anyTicks = fc.oneof(
    fc.integer({ min: -20, max: 60 }),
    fc.constant(Number.NaN),
    fc.double({ min: 0, max: 9 }),
  );
  const ascending = fc
    .uniqueArray(fc.integer({ min: -20, max: 60 }))
    .map(ticks => ticks.sort((a, b) => a - b));
  fc.assert(
    fc.property(fc.oneof(fc.array(anyTicks), ascending), ticks => {
      const index = new SeekIndex({
        ptsTicks: Float64Array.from(ticks),
        keyFrames: new Uint8Array(ticks.length),
      });
      for (let pts = -21; pts <= 61; pts++) {
        const having = ticks.flatMap((one, ordinal) => (one === pts ? [ordinal] : []));
        expect(index.ordinalOf(pts)).toBe(having.length === 1 ? having[0] : null);
      }
    }),
  );
});
