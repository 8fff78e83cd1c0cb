import type { FrameIndex } from '@framesieve/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planReread, type RereadCosts } from './plan-reread.ts';

/** An index of evenly timed frames. */
function indexOf(length: number, keys: readonly number[], ptsTicks?: readonly number[]): FrameIndex {
  return {
    ptsTicks: Float64Array.from(ptsTicks ?? Array.from({ length }, (_, ordinal) => ordinal * 512)),
    keyFrames: Uint8Array.from({ length }, (_, ordinal) => Number(keys.includes(ordinal))),
  };
}

const costs: RereadCosts = { seekFrames: 16, leadIn: 0 };
const even = indexOf(1000, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
const shapeOf = (ordinals: readonly number[], index = even, how = costs) =>
  planReread(ordinals, index, how).groups.map(({ point, ordinals }) => [point?.start ?? null, ...ordinals]);

describe('planReread', () => {
  it('seeks to the key frame before each frame', () => {
    expect(shapeOf([130, 555, 940])).toEqual([
      [100, 130],
      [500, 555],
      [900, 940],
    ]);
  });

  it('goes on where that takes less than a seek', () => {
    expect(shapeOf([130, 145, 199, 201, 240, 316])).toEqual([
      [100, 130, 145, 199, 201, 240],
      [300, 316],
    ]);
    expect(shapeOf([195, 201])).toEqual([[100, 195, 201]]);
    expect(shapeOf([5, 99, 950])).toEqual([
      [null, 5, 99],
      [900, 950],
    ]);
  });

  it('decodes from the start where seeking takes no less', () => {
    expect(shapeOf([110])).toEqual([[100, 110]]);
    expect(shapeOf([110], even, { ...costs, seekFrames: 100 })).toEqual([[null, 110]]);
    expect(shapeOf([999], indexOf(1000, [0]))).toEqual([[null, 999]]);
    expect(shapeOf([999], indexOf(1000, []))).toEqual([[null, 999]]);
  });

  it('begins one key frame earlier where groups may be open', () => {
    const open = { ...costs, leadIn: 1 } as const;
    expect(planReread([555], even, open).groups).toEqual([
      { point: { start: 400, latest: 500 }, ordinals: [555], frames: 156 },
    ]);
    expect(shapeOf([130], even, open)).toEqual([[null, 130]]);
  });

  it('counts to frames that their timestamps do not tell apart, and past them', () => {
    const ptsTicks = Array.from(even.ptsTicks);
    ptsTicks[330] = ptsTicks[20]!;
    ptsTicks[730] = Number.NaN;
    const index = indexOf(1000, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900], ptsTicks);
    expect(shapeOf([120, 320, 950], index)).toEqual([
      [100, 120],
      [300, 320],
      [900, 950],
    ]);
    expect(shapeOf([120, 340, 950], index)).toEqual([
      [null, 120, 340],
      [900, 950],
    ]);
    expect(shapeOf([120, 740, 799], index)).toEqual([[null, 120, 740, 799]]);
    // Not on through frame 730, however near.
    expect(shapeOf([729, 801], index, { seekFrames: 90, leadIn: 0 })).toEqual([
      [700, 729],
      [800, 801],
    ]);
  });

  it('counts to frames beyond the end of the index', () => {
    expect(shapeOf([450, 1000])).toEqual([[null, 450, 1000]]);
    expect(planReread([450, 1000], even, costs)).toMatchObject({ frames: 1000, linearFrames: 1000 });
  });

  it('says what it does', () => {
    expect(planReread([130, 555, 940], even, costs).summary).toBe(
      'Frames to read again: 3 of 1,000, by 3 seeks, at most 128 frames to decode (from the start: 941).',
    );
    expect(planReread([130], even, costs).summary).toContain('by 1 seek,');
    expect(planReread([12], even, costs).summary).toBe(
      'Frames to read again: 1 of 1,000, by decoding from the start, 13 frames.',
    );
    expect(planReread([], even, costs)).toMatchObject({ groups: [], frames: 0, seeks: 0 });
  });
});

const cases = fc
  .record({
    length: fc.integer({ min: 1, max: 400 }),
    gop: fc.integer({ min: 1, max: 120 }),
    extraKeys: fc.array(fc.nat(399), { maxLength: 12 }),
    doubled: fc.array(fc.nat(399), { maxLength: 6 }),
    drawn: fc.uniqueArray(fc.nat(420), { maxLength: 40 }),
    seekFrames: fc.nat(200),
    leadIn: fc.constantFrom<0 | 1>(0, 1),
  })
  .map(({ length, gop, extraKeys, doubled, drawn, seekFrames, leadIn }) => {
    const keys = Array.from({ length }, (_, i) => i).filter(i => i % gop === 0 || extraKeys.includes(i));
    const ptsTicks = Array.from({ length }, (_, i) => (doubled.includes(i) ? 7 : i * 512 + 10));
    return {
      index: indexOf(length, keys, ptsTicks),
      ordinals: drawn.sort((a, b) => a - b),
      costs: { seekFrames, leadIn },
    };
  });

describe('any plan', () => {
  it('holds every frame once, in order, each behind the place where its group begins', () => {
    fc.assert(
      fc.property(cases, ({ index, ordinals, costs }) => {
        const { groups } = planReread(ordinals, index, costs);
        expect(groups.flatMap(group => group.ordinals)).toEqual(ordinals);
        for (const [i, { point, ordinals, frames }] of groups.entries()) {
          expect(ordinals.length).toBeGreaterThan(0);
          if (point === null) {
            expect(i).toBe(0);
            continue;
          }
          const { start, latest } = point;
          expect(start).toBeLessThanOrEqual(latest);
          expect(latest).toBeLessThanOrEqual(ordinals[0]!);
          expect([index.keyFrames[start], index.keyFrames[latest]]).toEqual([1, 1]);
          // Nothing before the first one's key frame can matter to it, but for the group before.
          expect(index.keyFrames.subarray(latest + 1, ordinals[0]! + 1)).not.toContain(1);
          const between = index.keyFrames.subarray(start + 1, latest);
          expect(between).not.toContain(1);
          expect(start === latest).toBe(costs.leadIn === 0 || latest === 0);
          expect(frames).toBe(ordinals.at(-1)! - start + 1);
          const times = Array.from(index.ptsTicks.subarray(start, ordinals.at(-1)! + 1));
          for (const ticks of times) expect(index.ptsTicks.filter(other => other === ticks)).toHaveLength(1);
        }
      }),
    );
  });

  it('takes no more than decoding from the start, seeks included', () => {
    fc.assert(
      fc.property(cases, ({ index, ordinals, costs }) => {
        const { frames, seeks, linearFrames } = planReread(ordinals, index, costs);
        expect(frames + seeks * costs.seekFrames).toBeLessThanOrEqual(linearFrames);
      }),
    );
  });

  it('takes no more than going on would at any place, where all timestamps are certain', () => {
    fc.assert(
      fc.property(cases, ({ index, ordinals, costs }) => {
        const length = index.ptsTicks.length;
        const within = ordinals.filter(ordinal => ordinal < length);
        const certain = { ...index, ptsTicks: Float64Array.from({ length }, (_, ordinal) => ordinal) };
        const { frames, seeks } = planReread(within, certain, costs);
        expect(frames + seeks * costs.seekFrames).toBe(cheapest(within, certain, costs));
      }),
    );
  });
});

/** The least cost, by trying for every frame what going on and what seeking leads to. */
function cheapest(
  ordinals: readonly number[],
  { keyFrames }: FrameIndex,
  { seekFrames, leadIn }: RereadCosts,
) {
  const keys = [...keyFrames.keys()].filter(ordinal => keyFrames[ordinal] === 1);
  const total = (i: number, position: number): number => {
    const ordinal = ordinals[i];
    if (ordinal === undefined) return 0;
    const before = keys.filter(key => key <= ordinal);
    const start = before.at(leadIn === 1 && before.at(-1) !== 0 ? -2 : -1);
    const seek = start === undefined ? Number.POSITIVE_INFINITY : seekFrames + ordinal - start + 1;
    return Math.min(ordinal - position, seek) + total(i + 1, ordinal);
  };
  return total(0, -1);
}
