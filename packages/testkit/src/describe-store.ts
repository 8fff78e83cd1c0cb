import { defaultSelection, everyFrame, type ScoreRow, type Selection, type Store } from '@framesieve/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFrameRecord, makeMetric, makePlan, makeScore, makeScoredFrames } from './make-records.ts';
import { itKeepsChosenRuns } from './store-chosen-tests.ts';
import { itReadsColumns } from './store-columns-tests.ts';
import { itListsWhatItHolds } from './store-library-tests.ts';
import { itKeepsCorrections } from './store-override-tests.ts';
import { analyzeFrames, asyncOf, writeScored } from './write-scored.ts';

/** What the store suite needs. */
export interface StoreSuite {
  readonly name: string;
  /** Opens an empty store. */
  open(): Promise<Store>;
}

const metrics = ['test/a', 'test/b'];

async function rows(store: Store, runId: number): Promise<ScoreRow[]> {
  return Array.fromAsync(store.scores(runId));
}

/** What every store has to do, whatever it keeps its rows in. */
export function describeStore({ name, open }: StoreSuite): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store[Symbol.asyncDispose]());

    it('gives back each frame and each score as it was written', async () => {
      const { runs, decodeId } = await analyzeFrames(store, makePlan(metrics), 40);
      for (const { runId } of runs) {
        const expected = Array.from({ length: 40 }, (_, i) => ({
          frame: makeFrameRecord(i),
          score: makeScore(i),
        }));
        expect(await rows(store, runId)).toEqual(expected);
      }
      expect(await store.frames(decodeId, [7, 3, 99])).toEqual([makeFrameRecord(3), makeFrameRecord(7)]);
    });

    it('keeps the distribution of a score, and the exact bits of numbers', async () => {
      const ledger = await store.begin(makePlan(['test/a']));
      const score = { score: 0.1 + 0.2, distribution: [0.25, 1 / 3, Number.MIN_VALUE] };
      const record = makeFrameRecord(0, {
        ptsTicks: -9_007_199_254_740_991,
        timeSeconds: 1 / 3,
        fingerprint: 2n ** 64n - 1n,
        facts: { ...makeFrameRecord(1).facts, perceptualHash: 2n ** 63n },
      });
      const scored = [{ record, scores: new Map([['test/a', score]]) }];
      await writeScored(store, ledger, asyncOf(scored));
      expect(await rows(store, ledger.runs[0]!.runId)).toEqual([{ frame: record, score }]);
      await ledger[Symbol.asyncDispose]();
    });

    it('knows what is missing, and reuses what is there', async () => {
      const first = await store.begin(makePlan(metrics));
      expect(first.pending(0)).toEqual(metrics);
      expect(first.complete).toBe(false);
      await writeScored(store, first, makeScoredFrames(metrics, 0, 10));
      expect(first.pending(9)).toEqual([]);
      expect(first.pending(10)).toEqual(metrics);
      await first[Symbol.asyncDispose]();

      const second = await store.begin(makePlan([...metrics, 'test/c']));
      expect(second.runs.map(run => run.reused)).toEqual([10, 10, 0]);
      expect(second.runs[0]!.runId).toBe(first.runs[0]!.runId);
      expect(second.pending(3)).toEqual(['test/c']);
      await second[Symbol.asyncDispose]();
    });

    it('is complete only when the end was reached and every frame has every score', async () => {
      const ledger = await store.begin(makePlan(metrics));
      await writeScored(store, ledger, makeScoredFrames(metrics, 0, 10));
      await ledger.finish({ frameCount: null, issues: [] });
      const unended = await store.begin(makePlan(metrics));
      expect(unended.complete).toBe(false);
      await unended.finish({ frameCount: 10, issues: [{ ordinal: 4, message: 'damaged' }] });

      const ended = await store.begin(makePlan(metrics));
      expect(ended).toMatchObject({
        complete: true,
        frameCount: 10,
        issues: [{ ordinal: 4, message: 'damaged' }],
      });
      await ended.finish({ frameCount: 10, issues: ended.issues });
      const more = await store.begin(makePlan([...metrics, 'test/c']));
      expect(more.complete).toBe(false);
      await more[Symbol.asyncDispose]();
    });

    it('serves a sparse request from a full run, but not a full one from a sparse run', async () => {
      const sparse = { ...everyFrame, every: 4 };
      const ledger = await store.begin(makePlan(['test/a'], { sampling: sparse }));
      for (let i = 0; i < 20; i += 4)
        await writeScored(store, ledger, makeScoredFrames(['test/a'], i, i + 1));
      await ledger.finish({ frameCount: 20, issues: [] });
      const complete = async (sampling: typeof sparse) => {
        const again = await store.begin(makePlan(['test/a'], { sampling }));
        await again[Symbol.asyncDispose]();
        return again.complete;
      };
      expect(await complete(sparse)).toBe(true);
      expect(await complete(everyFrame)).toBe(false);
      expect(await complete({ ...everyFrame, every: 8 })).toBe(false);

      const other = { identity: { sizeBytes: 1, sha256: 'other' } };
      await analyzeFrames(store, makePlan(['test/a'], other), 20);
      const reused = await store.begin(makePlan(['test/a'], { ...other, sampling: sparse }));
      expect(reused.complete).toBe(true);
      await reused[Symbol.asyncDispose]();
    });

    it('keeps runs apart that differ in anything that can change a score', async () => {
      const { runs } = await analyzeFrames(store, makePlan(['test/a']), 3);
      const variants = [
        { modelSha256: 'other' },
        { implementation: { name: 'fake', version: '2' } },
        { kernel: 'other' },
        { precision: 'fp16' },
        { device: 'cuda' },
      ];
      for (const variant of variants) {
        const ledger = await store.begin(makePlan([], { metrics: [makeMetric('test/a', variant)] }));
        expect(ledger.runs[0]!.runId).not.toBe(runs[0]!.runId);
        expect(ledger.runs[0]!.reused).toBe(0);
        await ledger[Symbol.asyncDispose]();
      }
    });

    it('reuses a run under another direction, and remembers the new one', async () => {
      const { runs } = await analyzeFrames(store, makePlan(['test/a']), 3);
      const reversed = makeMetric('test/a', { direction: 'higher' });
      const ledger = await store.begin(makePlan([], { metrics: [reversed] }));
      expect(ledger.runs[0]).toMatchObject({ runId: runs[0]!.runId, reused: 3 });
      await ledger.finish({ frameCount: 3, issues: [] });
      const [run] = await store.runs(makePlan([]).identity);
      expect(run!.metric).toEqual(reversed);
      expect((await store.scoreTable([run!.runId])).metrics[0]!.direction).toBe('higher');
    });

    it('starts a new run on request, keeps the old one, and goes on with the newest', async () => {
      const old = await analyzeFrames(store, makePlan(['test/a']), 3);
      const fresh = await analyzeFrames(store, makePlan(['test/a'], { resume: false }), 2);
      expect(fresh.runs[0]!.runId).not.toBe(old.runs[0]!.runId);
      const next = await store.begin(makePlan(['test/a']));
      expect(next.runs[0]).toMatchObject({ runId: fresh.runs[0]!.runId, reused: 2 });
      await next[Symbol.asyncDispose]();
      expect((await rows(store, old.runs[0]!.runId)).length).toBe(3);
    });

    it('refuses a second writer while the first lives, and lets it in afterwards', async () => {
      const first = await store.begin(makePlan(metrics));
      await expect(store.begin(makePlan(['test/b']))).rejects.toMatchObject({ code: 'store-busy' });
      const elsewhere = await store.begin(makePlan(metrics, { identity: { sizeBytes: 5, sha256: 'x' } }));
      await elsewhere[Symbol.asyncDispose]();
      await first[Symbol.asyncDispose]();
      const second = await store.begin(makePlan(['test/b']));
      await second[Symbol.asyncDispose]();
    });

    it('refuses a frame that is not the one it has, and keeps what it has', async () => {
      const { runs, decodeId } = await analyzeFrames(store, makePlan(['test/a']), 3);
      const ledger = await store.begin(makePlan(['test/b']));
      const scored = [makeFrameRecord(0), makeFrameRecord(1), makeFrameRecord(2, { fingerprint: 1n })].map(
        record => ({ record, scores: new Map([['test/b', makeScore(record.ordinal)]]) }),
      );
      await expect(writeScored(store, ledger, asyncOf(scored))).rejects.toMatchObject({
        code: 'store-failed',
        message: expect.stringContaining('Frame 2'),
      });
      const kept = await rows(store, ledger.runs[0]!.runId);
      expect(kept.map(({ frame }) => frame.ordinal)).toEqual([0, 1]);
      await ledger[Symbol.asyncDispose]();
      expect(await store.frames(decodeId, [2])).toEqual([makeFrameRecord(2)]);
      expect((await rows(store, runs[0]!.runId)).length).toBe(3);
    });

    it('keeps what came before an error, and passes the error on', async () => {
      const ledger = await store.begin(makePlan(['test/a']));
      async function* failing() {
        yield* makeScoredFrames(['test/a'], 0, 5);
        throw new Error('the decoder died');
      }
      await expect(writeScored(store, ledger, failing())).rejects.toThrow('the decoder died');
      expect((await rows(store, ledger.runs[0]!.runId)).length).toBe(5);
      await ledger[Symbol.asyncDispose]();
      expect((await store.runs(makePlan([]).identity))[0]!.state).toBe('interrupted');
    });

    it('lists the runs of a video, newest first, with what they came to', async () => {
      expect(await store.runs(makePlan([]).identity)).toEqual([]);
      const { decodeId } = await analyzeFrames(store, makePlan(metrics), 20);
      const runs = await store.runs(makePlan([]).identity);
      expect(runs.map(run => run.metric.id)).toEqual(['test/b', 'test/a']);
      expect(runs[0]).toMatchObject({
        decodeId,
        metric: makeMetric('test/b'),
        decode: makePlan([]).decode,
        state: 'complete',
        sampling: everyFrame,
        frameCount: 20,
        scored: 19,
        unscorable: 1,
      });
    });

    itReadsColumns(() => store);

    itKeepsChosenRuns(() => store);

    itListsWhatItHolds(() => store);

    itKeepsCorrections(() => store);

    it('gives an index of a complete decode only', async () => {
      const ledger = await store.begin(makePlan(['test/a']));
      await writeScored(store, ledger, makeScoredFrames(['test/a'], 0, 13));
      expect(await store.frameIndex(ledger.decodeId)).toBeNull();
      await ledger.finish({ frameCount: 13, issues: [] });
      const index = await store.frameIndex(ledger.decodeId);
      expect([...index!.ptsTicks]).toEqual(Array.from({ length: 13 }, (_, i) => i * 512));
      expect([...index!.keyFrames]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    });

    it('keeps selections, and gives back the newest', async () => {
      const { identity } = makePlan([]);
      const { runs } = await analyzeFrames(store, makePlan(metrics), 5);
      expect(await store.latestSelection(identity)).toBeNull();
      const runIds = runs.map(run => run.runId);
      await store.saveSelection(runIds, { ...selection, picked: [] });
      const selectionId = await store.saveSelection(runIds, selection);
      expect(await store.latestSelection(identity)).toEqual({
        selectionId,
        runIds,
        selection,
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      const rejected = Array.from({ length: 1234 }, (_, i) => ({
        ordinal: i,
        reason: i % 2 ? ('blurred' as const) : ('gap' as const),
        inFavourOf: i % 2 ? null : i + 1,
      }));
      await store.saveSelection(runIds, { ...selection, rejected });
      expect((await store.latestSelection(identity))!.selection.rejected).toEqual(rejected);
      const still = { ordinal: 3, file: 'a.png', sha256: 'ef', verified: 'exact' as const };
      await store.saveStill(selectionId, still);
      await store.saveStill(selectionId, { ...still, sha256: 'newer' });
      expect(await store.stills(selectionId)).toEqual([{ ...still, sha256: 'newer' }]);
      expect(await store.stills(selectionId + 1)).toEqual([]);
    });
  });
}

const selection: Selection = {
  settings: {
    ...defaultSelection,
    top: { count: 1, percent: null },
    coverage: { by: 'shot', picks: 'auto', per: 'video' },
    minGapSeconds: 0.5,
    maxHashDistance: null,
    weights: { 'test/a': 2 },
    refinedBy: 'test/b',
  },
  picked: [
    { ordinal: 3, rank: 1, tier: 'top', reason: 'the best' },
    { ordinal: 0, rank: 2, tier: 'coverage', reason: 'the best of its stretch' },
  ],
  rejected: [
    { ordinal: 1, reason: 'black', inFavourOf: null },
    { ordinal: 2, reason: 'gap', inFavourOf: 3 },
  ],
  relaxed: ['no minimum gap'],
};
