import { makeScoreTable } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ordinals, pick } from '../../test/pick.ts';
import { rankFrames } from './rank-frames.ts';

const none = Number.NaN;
const refinedBy = 'strong/one';

/** As `pick`, with a second metric that was run on some frames, of which higher is better too. */
function pickRefined(
  fast: readonly number[],
  strong: readonly number[],
  settings: Parameters<typeof pick>[1] = {},
) {
  const scores = { 'fast/one': fast, [refinedBy]: strong };
  const scored = { [refinedBy]: strong.map(score => (Number.isNaN(score) ? 0 : 1)) };
  return pick({ scores, scored, direction: 'higher' }, { refinedBy, ...settings });
}

describe('rankFrames, refined', () => {
  const order = (scores: Readonly<Record<string, readonly number[]>>, weights = {}) => [
    ...rankFrames(makeScoreTable({ scores, direction: 'higher' }), { weights, refinedBy }).order,
  ];

  it('puts refined frames first, in their own order, and the others behind in theirs', () => {
    expect(order({ 'fast/one': [1, 2, 3, 4, 5], [refinedBy]: [none, 7, none, 9, none] })).toEqual([
      3, 1, 4, 2, 0,
    ]);
  });

  it('combines the others by their weights', () => {
    const scores = { 'a/a': [1, 2, 3], 'b/b': [3, 2, 1], [refinedBy]: [none, 1, none] };
    expect(order(scores, { 'a/a': 2 })).toEqual([1, 2, 0]);
    expect(order(scores, { 'b/b': 2 })).toEqual([1, 0, 2]);
  });

  it('ranks a frame that only the strong metric can score, and one that only it can not', () => {
    expect(order({ 'fast/one': [none, 2, none], [refinedBy]: [1, none, none] })).toEqual([0, 1]);
  });

  it('has a quality that no frame of a later place exceeds, whatever the scores', () => {
    const score = fc.oneof(fc.constant(none), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const column = fc.array(score, { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(column, column, (fast, strong) => {
        const table = makeScoreTable({ scores: { 'fast/one': fast, [refinedBy]: strong } });
        const { quality, order, refined } = rankFrames(table, { weights: {}, refinedBy });
        const values = [...order].map(row => quality[row]!);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
        expect([...order.slice(0, refined)].every(row => !Number.isNaN(strong[row]!))).toBe(true);
        expect([...order.slice(refined)].every(row => Number.isNaN(strong[row]!))).toBe(true);
        expect(refined).toBe(strong.filter(value => !Number.isNaN(value)).length);
        const known = fast.filter((value, i) => !(Number.isNaN(value) && Number.isNaN(strong[i]!)));
        expect(order).toHaveLength(known.length);
      }),
    );
  });

  it('does not take a refined frame for a fluke because its neighbours were not refined', () => {
    const perceptualHash = Array.from({ length: 5 }, () => 0n);
    const table = makeScoreTable({
      scores: { 'fast/one': [5, 5, 9, 5, 5], [refinedBy]: [none, none, 50, none, none] },
      perceptualHash,
      direction: 'higher',
    });
    const ranking = rankFrames(table, { weights: {}, refinedBy });
    expect([ranking.steadyOrder[0], ranking.isFluke(2)]).toEqual([2, false]);
    const alone = rankFrames(
      { ...table, metrics: table.metrics.slice(0, 1) },
      { weights: {}, refinedBy: null },
    );
    expect(alone.isFluke(2)).toBe(true);
  });
});

describe('select, refined', () => {
  it('fills the top tier with refined frames first, and says which metric ranked', () => {
    const { picked } = pickRefined([9, 8, 7, 6, 5], [none, 40, none, 60, none], {
      top: { count: 3, percent: null },
    });
    expect(ordinals(picked)).toEqual([3, 1, 0]);
    expect(picked.map(({ reason }) => reason)).toEqual([
      'Picked as one of the best 3 that keep their distance: strong/one 60.00 (higher is better), place 1 of 2 refined by strong/one; fast/one 6.00 (higher is better).',
      'Picked as one of the best 3 that keep their distance: strong/one 40.00 (higher is better), place 2 of 2 refined by strong/one; fast/one 8.00 (higher is better).',
      'Picked as one of the best 3 that keep their distance: fast/one 9.00 (higher is better), place 3 of 5, behind the 2 refined by strong/one.',
    ]);
  });

  it('gives each stretch its best refined frame, and its best other one where none is refined', () => {
    const { picked } = pickRefined([9, 8, 7, 6], [none, 40, none, none], {
      coverage: { by: 'time', picks: 2, per: 'video' },
    });
    expect(ordinals(picked)).toEqual([1, 2]);
    expect(picked.every(({ tier }) => tier === 'coverage')).toBe(true);
  });

  it('fills up with refined frames first', () => {
    const { picked } = pickRefined([9, 8, 7], [none, none, 1], {
      top: { count: 2, percent: null },
      minGapSeconds: 10,
    });
    expect(picked.map(({ ordinal, tier }) => [ordinal, tier])).toEqual([
      [2, 'top'],
      [0, 'backfill'],
    ]);
  });

  it('refuses a metric that is not there, and a weight of the one that refines', () => {
    expect(() => pick({ scores: { 'a/a': [1] } }, { refinedBy: 'b/b' })).toThrow(
      'There are no scores by `b/b`, which is to refine.',
    );
    expect(() => pickRefined([1], [1], { weights: { [refinedBy]: 2 } })).toThrow(
      '`strong/one` refines, so it can’t have a weight'.replace('’', "'"),
    );
  });
});
