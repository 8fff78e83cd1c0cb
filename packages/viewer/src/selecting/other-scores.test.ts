import { type RunRecord, type Store, turn } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { ColumnsCache } from '../curve/columns-cache.ts';
import { appendColumns, noColumns } from '../curve/run-columns.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import type { HeldSelection } from './held-selection.ts';
import { otherScores, percentileOf } from './other-scores.ts';

const column = appendColumns(noColumns, {
  ordinals: Uint32Array.of(0, 1, 2, 3, 4, 5),
  timeSeconds: Float64Array.of(0, 1, 2, 3, 4, 5),
  scores: Float64Array.of(3, Number.NaN, 1, 2, 5, 2),
});

it('counts what is no better among the others, in either direction', () => {
  expect([1, 2, 3, 5].map(score => percentileOf(score, 'lower', column))).toEqual([100, 75, 25, 0]);
  expect([1, 2, 3, 5].map(score => percentileOf(score, 'higher', column))).toEqual([0, 50, 75, 100]);
});

it('has no place for the only one', () => {
  const only = appendColumns(noColumns, {
    ordinals: Uint32Array.of(7),
    timeSeconds: Float64Array.of(0),
    scores: Float64Array.of(4),
  });
  expect(percentileOf(4, 'lower', only)).toBeNull();
});

describe('scores by other metrics', () => {
  const run = (runId: number, id: string, scored: number) =>
    ({ runId, metric: { id, direction: 'lower' }, scored, unscorable: 0 }) as unknown as RunRecord;
  const held = { runs: [run(1, 'a/a', 6)] } as unknown as HeldSelection;

  it('are read one after the other, and of very long runs without their place', async () => {
    const newest = [run(1, 'a/a', 6), run(2, 'b/b', 6), run(3, 'c/c', 400_000), run(4, 'd/d', 6)];
    const [reading, read]: number[][] = [[], []];
    const store = {
      async scoreCurve(runId: number) {
        reading!.push(runId);
        expect(reading!.length - read!.length).toBe(1);
        await turn();
        read!.push(runId);
        const { ordinals, times: timeSeconds, scores } = column;
        return { ordinals, timeSeconds, scores };
      },
      async score(runId: number, ordinal: number) {
        expect([runId, ordinal]).toEqual([3, 4]);
        return { score: { score: 7.5, distribution: null } };
      },
    } as unknown as Store;
    const parts = { store, columns: new ColumnsCache(store) };
    expect(await otherScores({ newest } as unknown as DecodeRecord, held, 4, parts)).toEqual([
      { metric: 'b/b', score: 5, percentile: 0 },
      { metric: 'c/c', score: 7.5, percentile: null },
      { metric: 'd/d', score: 5, percentile: 0 },
    ]);
    expect(read).toEqual([2, 4]);
  });
});
