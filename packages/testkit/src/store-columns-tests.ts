import { everyFrame, type FrameRecord, type Store } from '@framesieve/core';
import { expect, it } from 'vitest';
import { makeFrameRecord, makePlan, makeScore, makeScoredFrames } from './make-records.ts';
import { analyzeFrames, asyncOf, writeScored } from './write-scored.ts';

/** Those that {@link makeFrameRecord} makes up of numbers that 32 bits hold. */
const exactFacts = [
  'contrast',
  'sharpness',
  'noise',
  'blockiness',
  'shadows',
  'highlights',
  'dominance',
] as const;

/** The part of the store contract about columns. */
export function itReadsColumns(store: () => Store): void {
  it('reads several runs as columns', async () => {
    const { runs } = await analyzeFrames(store(), makePlan(['test/a']), 20);
    const sparse = await store().begin(makePlan(['test/b'], { sampling: { ...everyFrame, every: 5 } }));
    for (let i = 0; i < 20; i += 5)
      await writeScored(store(), sparse, makeScoredFrames(['test/b'], i, i + 1));
    await sparse.finish({ frameCount: 20, issues: [] });

    const table = await store().scoreTable([runs[0]!.runId, sparse.runs[0]!.runId]);
    expect([...table.ordinals]).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(table.ptsTicks[3]).toBe(makeFrameRecord(3).ptsTicks);
    expect(table.timeSeconds[3]).toBe(makeFrameRecord(3).timeSeconds);
    expect(table.meanLuma[3]).toBeCloseTo(makeFrameRecord(3).facts.meanLuma, 6);
    for (const fact of exactFacts) expect(table[fact][3]).toBe(makeFrameRecord(3).facts[fact]);
    expect([table.change[0], table.change[3]]).toEqual([Number.NaN, 0.0625]);
    expect(table.perceptualHash[3]).toBe(makeFrameRecord(3).facts.perceptualHash);
    const [a, b] = table.metrics;
    expect([a!.id, b!.id]).toEqual(['test/a', 'test/b']);
    expect([...a!.scores]).toEqual(Array.from({ length: 20 }, (_, i) => makeScore(i).score ?? Number.NaN));
    expect([b!.scores[5], b!.scores[6]]).toEqual([makeScore(5).score, Number.NaN]);

    const only = await store().scoreTable([sparse.runs[0]!.runId]);
    expect([...only.ordinals]).toEqual([0, 5, 10, 15]);
    const sampled = await store().scoreTable([runs[0]!.runId], { ...everyFrame, every: 8 });
    expect([...sampled.ordinals]).toEqual([0, 8, 16]);
  });

  it('fills in the figures that a frame was stored without, and never changes those that it has', async () => {
    const unknown = { sharpness: null, noise: null, blockiness: null, shadows: null } as const;
    const facts = { ...makeFrameRecord(0).facts, ...unknown, highlights: null, dominance: null };
    const stored = [makeFrameRecord(0, { facts }), makeFrameRecord(1)];
    const scoresOf = (id: string, records: readonly FrameRecord[]) =>
      asyncOf(records.map(record => ({ record, scores: new Map([[id, makeScore(record.ordinal)]]) })));
    const first = await store().begin(makePlan(['test/a']));
    await writeScored(store(), first, scoresOf('test/a', stored));
    await first.finish({ frameCount: 2, issues: [] });
    const runIds = [first.runs[0]!.runId];
    expect(await store().frames(first.decodeId, [0, 1])).toEqual(stored);
    const before = await store().scoreTable(runIds);
    for (const fact of ['sharpness', 'noise', 'blockiness', 'shadows', 'highlights', 'dominance'] as const)
      expect([...before[fact]]).toEqual([Number.NaN, makeFrameRecord(1).facts[fact]]);

    const again = await store().begin(makePlan(['test/b']));
    const other = makeFrameRecord(1, { facts: { ...makeFrameRecord(1).facts, sharpness: 0.75 } });
    await writeScored(store(), again, scoresOf('test/b', [makeFrameRecord(0), other]));
    await again.finish({ frameCount: 2, issues: [] });
    expect(await store().frames(first.decodeId, [0, 1])).toEqual([makeFrameRecord(0), makeFrameRecord(1)]);
  });

  it('reads columns of more frames than it reads at a time, with gaps', async () => {
    const ledger = await store().begin(makePlan(['test/a'], { sampling: { ...everyFrame, every: 3 } }));
    async function* sparse() {
      for (let i = 0; i < 15_000; i += 3) yield* makeScoredFrames(['test/a'], i, i + 1);
    }
    await writeScored(store(), ledger, sparse());
    await ledger.finish({ frameCount: 15_000, issues: [] });
    const ordinals = Array.from({ length: 5000 }, (_, i) => i * 3);
    const table = await store().scoreTable([ledger.runs[0]!.runId]);
    expect([...table.ordinals]).toEqual(ordinals);
    expect([...table.perceptualHash]).toEqual(ordinals.map(i => makeFrameRecord(i).facts.perceptualHash));
    expect([...table.metrics[0]!.scores]).toEqual(ordinals.map(i => makeScore(i).score ?? Number.NaN));
  });
}
