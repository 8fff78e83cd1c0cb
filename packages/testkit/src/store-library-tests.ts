import type { ScoreCurve, Store } from '@framesieve/core';
import { expect, it } from 'vitest';
import { makeFrameRecord, makePlan, makeScoredFrames } from './make-records.ts';
import { analyzeFrames, asyncOf, writeScored } from './write-scored.ts';

const { identity } = makePlan([]);
const other = { identity: { sizeBytes: 5, sha256: 'other' }, path: '/videos/other.mp4' };

/** The scores of a run from an ordinal on, one by one. */
async function joined(store: Store, runId: number, from = 0) {
  const rows = await Array.fromAsync(store.scores(runId));
  return rows
    .filter(({ frame }) => frame.ordinal >= from)
    .map(({ frame, score }) => [frame.ordinal, frame.timeSeconds, score.score ?? Number.NaN]);
}

function rowsOf({ ordinals, timeSeconds, scores }: ScoreCurve) {
  return [...ordinals].map((ordinal, i) => [ordinal, timeSeconds[i], scores[i]]);
}

/** The part of the store contract about what it holds as a whole, and about curves. */
export function itListsWhatItHolds(store: () => Store): void {
  it('lists every video that has runs, that which was scored last first', async () => {
    expect(await store().videos()).toEqual([]);
    await analyzeFrames(store(), makePlan(['test/a']), 20);
    await analyzeFrames(store(), makePlan(['test/a'], other), 5);
    const [second, first] = await store().videos();
    expect(second).toMatchObject({ identity: other.identity, paths: [other.path] });
    expect(first).toMatchObject({ identity, paths: [makePlan([]).path] });
    expect(second!.runs).toEqual(await store().runs(other.identity));
    expect(first!.runs).toEqual(await store().runs(identity));
    expect(first!.runs[0]).toMatchObject({ videoId: first!.videoId, scored: 19, unscorable: 1 });

    const moved = await store().begin(makePlan(['test/a', 'test/b'], { path: '/elsewhere/clip.mp4' }));
    await writeScored(store(), moved, makeScoredFrames(['test/b'], 0, 3));
    const [growing] = await store().videos();
    expect(growing).toMatchObject({ identity, paths: ['/elsewhere/clip.mp4', makePlan([]).path] });
    expect(growing!.runs.map(run => [run.metric.id, run.state, run.scored])).toEqual([
      ['test/b', 'running', 3],
      ['test/a', 'running', 19],
    ]);
    await moved[Symbol.asyncDispose]();
    const [ended] = await store().videos();
    expect(ended!.runs[0]).toMatchObject({ state: 'interrupted', scored: 3 });
  });

  it('gives another revision once anything has changed, and only then', async () => {
    const { decodeId } = await analyzeFrames(store(), makePlan(['test/a']), 5);
    const before = await store().revision();
    await store().videos();
    expect(await store().revision()).toBe(before);
    await store().saveOverride(decodeId, 3, 'added');
    expect(await store().revision()).not.toBe(before);
  });

  it('gives the score of one frame, if the run has it', async () => {
    const { runs } = await analyzeFrames(store(), makePlan(['test/a']), 9);
    const { runId } = runs[0]!;
    const rows = await Array.fromAsync(store().scores(runId));
    expect(await Promise.all([0, 5, 8].map(ordinal => store().score(runId, ordinal)))).toEqual([
      rows[0],
      rows[5],
      rows[8],
    ]);
    expect(await store().score(runId, 9)).toBeNull();
    expect(await store().score(runId + 1, 3)).toBeNull();
  });

  it('gives the curve of a run as it grows, with the exact bits of its scores', async () => {
    const ledger = await store().begin(makePlan(['test/a']));
    const { runId } = ledger.runs[0]!;
    expect(rowsOf(await store().scoreCurve(runId))).toEqual([]);
    await writeScored(store(), ledger, makeScoredFrames(['test/a'], 0, 7000));
    expect(rowsOf(await store().scoreCurve(runId))).toEqual(await joined(store(), runId));
    await writeScored(store(), ledger, makeScoredFrames(['test/a'], 7000, 12_000));
    expect(rowsOf(await store().scoreCurve(runId, 6999))).toEqual(await joined(store(), runId, 6999));
    expect(rowsOf(await store().scoreCurve(runId, 12_000))).toEqual([]);
    await ledger[Symbol.asyncDispose]();
    await expect(store().scoreCurve(runId + 1)).rejects.toMatchObject({ code: 'internal' });
  });

  it('gives the curve of a run that has not every frame', async () => {
    await analyzeFrames(store(), makePlan(['test/a']), 9000);
    const chosen = [0, 3, 16, 4990, 8123];
    const ledger = await store().begin(makePlan(['test/b'], { chosen }));
    const scores = [0.1 + 0.2, Number.MIN_VALUE, null, -1 / 3, 2 ** 53 + 1];
    const scored = chosen.map((ordinal, i) => {
      const score = scores[i] ?? null;
      const value = score === null ? { score, reason: 'flat' } : { score, distribution: null };
      return { record: makeFrameRecord(ordinal), scores: new Map([['test/b', value]]) };
    });
    await writeScored(store(), ledger, asyncOf(scored));
    const { ordinals, timeSeconds, scores: column } = await store().scoreCurve(ledger.runs[0]!.runId);
    expect([...ordinals]).toEqual(chosen);
    expect([...timeSeconds]).toEqual(chosen.map(ordinal => makeFrameRecord(ordinal).timeSeconds));
    expect([...column]).toEqual(scores.map(score => score ?? Number.NaN));
    await ledger[Symbol.asyncDispose]();
  });
}
