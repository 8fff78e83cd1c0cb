import { makeScoreTable } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHashDistance } from '../rows/hash-distance.ts';
import { rankFrames } from './rank-frames.ts';
import { steadyQuality } from './steady-quality.ts';

describe('rankFrames', () => {
  const scores = { 'a/a': [1, 2, 3, 1e9], 'b/b': [4, 3, 2, 1] };
  const orderBy = (weights: Readonly<Record<string, number>>) => [
    ...rankFrames(makeScoreTable({ scores }), { weights }).order,
  ];

  it('weighs ranks, whatever the scales are', () => {
    expect(orderBy({})).toEqual([0, 1, 2, 3]);
    expect(orderBy({ 'a/a': 2 })).toEqual([0, 1, 2, 3]);
    expect(orderBy({ 'b/b': 2 })).toEqual([3, 2, 1, 0]);
    expect(orderBy({ 'a/a': 0.5, 'b/b': 0.25 })).toEqual([0, 1, 2, 3]);
  });

  it('leaves out a metric of weight 0, also for frames that only it can score', () => {
    expect(orderBy({ 'a/a': 0 })).toEqual([3, 2, 1, 0]);
    const table = makeScoreTable({ scores: { 'a/a': [Number.NaN, 2, 3], 'b/b': [1, 2, 3] } });
    expect([...rankFrames(table, { weights: { 'b/b': 0 } }).order]).toEqual([1, 2]);
    expect([...rankFrames(table, { weights: {} }).order]).toEqual([0, 1, 2]);
  });

  it('puts no metric’s name above another’s', () => {
    const column = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(column, column, fc.constantFrom(0.5, 1, 2), (a, b, weight) => {
        const one = rankFrames(makeScoreTable({ scores: { 'a/a': a, 'b/b': b } }), {
          weights: { 'a/a': weight },
        });
        const other = rankFrames(makeScoreTable({ scores: { 'a/a': b, 'b/b': a } }), {
          weights: { 'b/b': weight },
        });
        expect([...one.order]).toEqual([...other.order]);
      }),
    );
  });
});

describe('steadyQuality', () => {
  const steady = (quality: readonly number[], hashes: readonly bigint[]) => [
    ...steadyQuality(Float64Array.from(quality), createHashDistance(BigUint64Array.from(hashes))),
  ];

  it('takes a fluke for no more than its better neighbour', () => {
    expect(steady([1, 2, 9, 3, 3], [0n, 0n, 0n, 0n, 0n])).toEqual([1, 2, 3, 3, 3]);
    expect(steady([1, 8, 9, 1], [0n, 0n, 0n, 0n])).toEqual([1, 8, 8, 1]);
  });

  it('leaves alone what shows something else than its neighbours, as in a sparse sample', () => {
    expect(steady([1, 9, 1], [0n, 0xffff_ffffn, 0n])).toEqual([1, 9, 1]);
    expect(steady([1, 9, 1], [0xffff_ffffn, 0n, 0n])).toEqual([1, 9, 1]);
  });

  it('never makes a frame better, nor one unknown', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer(), fc.constant(Number.NaN))), quality => {
        for (const [row, value] of steady(
          quality,
          quality.map(() => 0n),
        ).entries()) {
          if (Number.isNaN(quality[row])) expect(value).toBeNaN();
          else expect(value).toBeLessThanOrEqual(quality[row]!);
        }
      }),
    );
  });
});
