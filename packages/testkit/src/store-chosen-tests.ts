import { everyFrame, type Store } from '@framesieve/core';
import { expect, it } from 'vitest';
import { makeFrameRecord, makePlan, makeScore } from './make-records.ts';
import { analyzeFrames, asyncOf, writeScored } from './write-scored.ts';

const { identity } = makePlan([]);

/** The frames of these ordinals, scored by metrics. */
function scoredFrames(metrics: readonly string[], ordinals: readonly number[]) {
  return asyncOf(
    ordinals.map(ordinal => ({
      record: makeFrameRecord(ordinal),
      scores: new Map(metrics.map(id => [id, makeScore(ordinal)])),
    })),
  );
}

/** Scores chosen frames, those that have no score yet, and ends the run. */
async function refineFrames(store: Store, metric: string, chosen: readonly number[], resume = true) {
  const ledger = await store.begin(makePlan([metric], { chosen, resume }));
  const open = chosen.filter(ordinal => ledger.pending(ordinal).length > 0);
  await writeScored(store, ledger, scoredFrames([metric], open));
  await ledger.finish({ frameCount: null, issues: [], finished: true });
  return { run: ledger.runs[0]!, scored: open };
}

async function ordinalsOf(store: Store, runId: number): Promise<number[]> {
  return (await Array.fromAsync(store.scores(runId))).map(({ frame }) => frame.ordinal);
}

/** The part of the store contract about runs over chosen frames. */
export function itKeepsChosenRuns(store: () => Store): void {
  it('keeps a run over chosen frames apart from those over what a sampling keeps', async () => {
    const { runs, decodeId } = await analyzeFrames(store(), makePlan(['test/a']), 40);
    const { run, scored } = await refineFrames(store(), 'test/b', [3, 16, 30]);
    expect(scored).toEqual([3, 16, 30]);
    const [chosen, sampled] = await store().runs(identity);
    expect(chosen).toMatchObject({
      runId: run.runId,
      decodeId,
      scope: 'chosen',
      state: 'complete',
      scored: 2,
      unscorable: 1,
    });
    expect(chosen!.endedAt! >= chosen!.startedAt).toBe(true);
    expect(sampled).toMatchObject({ runId: runs[0]!.runId, scope: 'sampled', state: 'complete' });

    const full = await store().begin(makePlan(['test/b']));
    expect(full.complete).toBe(false);
    expect(full.runs[0]!.runId).not.toBe(run.runId);
    await full[Symbol.asyncDispose]();
  });

  it('is complete when every chosen frame has a score, and scores no frame twice', async () => {
    await analyzeFrames(store(), makePlan(['test/a']), 40);
    const first = await refineFrames(store(), 'test/b', [3, 16]);
    const more = await store().begin(makePlan(['test/b'], { chosen: [3, 20] }));
    expect([more.complete, more.runs[0]!.reused, more.runs[0]!.runId]).toEqual([false, 1, first.run.runId]);
    expect([more.pending(3), more.pending(20)]).toEqual([[], ['test/b']]);
    await more[Symbol.asyncDispose]();
    expect((await store().runs(identity))[0]).toMatchObject({ state: 'interrupted' });
    expect((await refineFrames(store(), 'test/b', [3, 20])).scored).toEqual([20]);
    const again = await store().begin(makePlan(['test/b'], { chosen: [3, 16, 20] }));
    expect([again.complete, again.runs[0]!.reused]).toEqual([true, 3]);
    await again.finish({ frameCount: null, issues: [], finished: true });
    expect(await ordinalsOf(store(), first.run.runId)).toEqual([3, 16, 20]);

    const fresh = await refineFrames(store(), 'test/b', [3], false);
    expect([fresh.scored, fresh.run.runId === first.run.runId]).toEqual([[3], false]);
  });

  it('takes over what a full run has for chosen frames, and leaves that run as it is', async () => {
    const { runs } = await analyzeFrames(store(), makePlan(['test/a', 'test/b']), 40);
    const { run, scored } = await refineFrames(store(), 'test/b', [5, 16]);
    expect([scored, run.reused]).toEqual([[], 2]);
    expect(await ordinalsOf(store(), run.runId)).toEqual([5, 16]);
    const rows = await Array.fromAsync(store().scores(run.runId));
    expect(rows.map(({ score }) => score)).toEqual([makeScore(5), makeScore(16)]);
    const full = (await store().runs(identity)).find(({ runId }) => runId === runs[1]!.runId);
    expect(full).toMatchObject({ scope: 'sampled', state: 'complete', scored: 38, unscorable: 2 });
  });

  it('takes over for a sampling what it keeps of the chosen frames, and no others', async () => {
    await analyzeFrames(store(), makePlan(['test/a']), 40);
    await refineFrames(store(), 'test/b', [5, 8, 16]);
    const sparse = await store().begin(makePlan(['test/b'], { sampling: { ...everyFrame, every: 8 } }));
    expect([sparse.complete, sparse.runs[0]!.reused]).toEqual([false, 2]);
    await writeScored(store(), sparse, scoredFrames(['test/b'], [0, 24, 32]));
    await sparse.finish({ frameCount: 40, issues: [] });
    expect(await ordinalsOf(store(), sparse.runs[0]!.runId)).toEqual([0, 8, 16, 24, 32]);
  });

  it('leaves alone what an analysis has noted of the decode', async () => {
    const analysis = await store().begin(makePlan(['test/a']));
    await writeScored(store(), analysis, scoredFrames(['test/a'], [0, 1, 2]));
    const issues = [{ ordinal: 1, message: 'damaged' }];
    await analysis.finish({ frameCount: 3, issues });
    const chosen = await store().begin(makePlan(['test/b'], { chosen: [0, 2] }));
    await writeScored(store(), chosen, scoredFrames(['test/b'], [0]));
    await chosen.finish({
      frameCount: null,
      issues: [{ ordinal: 2, message: 'did not come' }],
      finished: true,
    });
    expect((await store().runs(identity))[0]).toMatchObject({ state: 'partial', frameCount: 3 });
    const again = await store().begin(makePlan(['test/a']));
    expect(again).toMatchObject({ complete: true, frameCount: 3, issues });
    await again[Symbol.asyncDispose]();
  });

  it('tells a frame that was not scored from one that has no score', async () => {
    const { runs } = await analyzeFrames(store(), makePlan(['test/a']), 20);
    const { run } = await refineFrames(store(), 'test/b', [5, 16]);
    const table = await store().scoreTable([runs[0]!.runId, run.runId]);
    const [a, b] = table.metrics;
    expect(a!.scored?.every(flag => flag === 1) ?? true).toBe(true);
    expect([...b!.scored!.entries()].flatMap(([row, flag]) => (flag ? [row] : []))).toEqual([5, 16]);
    expect([b!.scores[5], b!.scores[16], b!.scores[6]]).toEqual([makeScore(5).score, Number.NaN, Number.NaN]);
    const alone = await store().scoreTable([run.runId]);
    expect([...alone.ordinals]).toEqual([5, 16]);
  });

  it('refuses a second writer of chosen frames while the first lives', async () => {
    await analyzeFrames(store(), makePlan(['test/a']), 20);
    const first = await store().begin(makePlan(['test/b'], { chosen: [1] }));
    const second = store().begin(makePlan(['test/b'], { chosen: [2] }));
    await expect(second).rejects.toMatchObject({ code: 'store-busy' });
    await first[Symbol.asyncDispose]();
  });
}
