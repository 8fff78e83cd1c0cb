import { type ScoreTask, type StageContext, silentLogger } from '@framesieve/core';
import { CountingAllocator, type PictureFrame, rgbOfPictureFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grayFrame, testScorer } from '../../test/stage.ts';
import { createScoreStage } from '../create-score-stage.ts';

function contextOf(signal = new AbortController().signal): StageContext {
  return { signal, logger: silentLogger, frames: new CountingAllocator() };
}

/** Most frames that others held while one was pulled, and how many were pulled. */
interface Held {
  most: number;
  pulled: number;
}

const nothing = (): Held => ({ most: 0, pulled: 0 });

/** Leases each frame until the next pull, and counts those that others hold meanwhile. */
async function* leased(frames: readonly PictureFrame[], held: Held): AsyncGenerator<ScoreTask> {
  for (const [i, frame] of frames.entries()) {
    const out = frames.slice(0, i).filter(({ references }) => references > 0).length;
    held.most = Math.max(held.most, out);
    held.pulled += 1;
    try {
      yield { frame, metrics: ['test/a', 'test/b'] };
    } finally {
      frame.release();
    }
  }
}

const someTurns = async (turns: number) => {
  for (let i = 0; i < turns; i++) await new Promise(resolve => setImmediate(resolve));
};

function stageOver(metrics: readonly ReturnType<typeof testScorer>[], batchSize: number | null = null) {
  const scorers = metrics.map(({ scorer }) => scorer);
  return createScoreStage({ scorers, rgb: rgbOfPictureFrame, batchSize });
}

const grayFrames = (count: number) => Array.from({ length: count }, (_, i) => grayFrame(i));
const unreleased = (frames: readonly PictureFrame[], { pulled }: Held) =>
  frames.slice(0, pulled).filter(({ references }) => references > 0).length;

describe('several calls at a time', () => {
  it('keep the order, whichever ends first, and hold no more frames than one more call takes', async () => {
    const part = fc.record({
      concurrency: fc.integer({ min: 1, max: 4 }),
      size: fc.integer({ min: 1, max: 3 }),
    });
    const turns = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 9 });
    const count = fc.integer({ min: 0, max: 25 });
    await fc.assert(
      fc.asyncProperty(count, turns, part, part, async (length, delays, one, two) => {
        const frames = grayFrames(length);
        const scorerOf = (id: string, { concurrency, size }: typeof one) =>
          testScorer(id, {
            concurrency,
            maxBatchSize: 3,
            planBatch: async () => size,
            before: ([first]) => someTurns(delays[first! % delays.length]!),
          });
        const [a, b] = [scorerOf('test/a', one), scorerOf('test/b', two)];
        const held = nothing();
        const seen: number[] = [];
        for await (const { record, scores } of stageOver([a, b]).run(leased(frames, held), contextOf())) {
          seen.push(record.ordinal);
          const score = { score: record.ordinal, distribution: null };
          expect([...scores]).toEqual([
            ['test/a', score],
            ['test/b', score],
          ]);
        }
        expect(seen).toEqual(frames.map((_, i) => i));
        expect(frames.every(({ references }) => references === 0)).toBe(true);
        const most = ({ concurrency, size }: typeof one) => (concurrency + 1) * size - 1;
        expect(held.most).toBeLessThanOrEqual(Math.max(most(one), most(two)));
        for (const [{ record }, { concurrency, size }] of [
          [a, one],
          [b, two],
        ] as const) {
          expect(record.mostRunning).toBeLessThanOrEqual(concurrency);
          expect(record.calls.every(call => call.length <= size)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('run as many as the metric allows, on successive frames', async () => {
    const a = testScorer('test/a', { concurrency: 3, before: () => someTurns(3) });
    const b = testScorer('test/b');
    for await (const _ of stageOver([a, b]).run(leased(grayFrames(12), nothing()), contextOf()));
    expect(a.record.mostRunning).toBe(3);
    expect(a.record.calls).toEqual(Array.from({ length: 12 }, (_, i) => [i]));
    expect(b.record.mostRunning).toBe(1);
  });

  it('let a fast metric go ahead of a slow one, as far as frames may be held', async () => {
    const slow = testScorer('test/a', { before: () => someTurns(8) });
    const fast = testScorer('test/b', { concurrency: 2 });
    let ahead = 0;
    const stage = stageOver([slow, fast]);
    for await (const _ of stage.run(leased(grayFrames(10), nothing()), contextOf()))
      ahead = Math.max(ahead, fast.record.calls.length - slow.record.calls.length);
    expect(ahead).toBeGreaterThan(0);
  });

  it('give out what came before a failure, drop what comes behind, and give every frame back', async () => {
    const frames = grayFrames(20);
    const held = nothing();
    const bad = testScorer('test/a', {
      concurrency: 4,
      before: async ([first]) => {
        // The one that fails ends before those in front of it.
        await someTurns(first === 5 ? 0 : 6);
        if (first === 5) throw new Error('no luck');
      },
    });
    const good = testScorer('test/b', { concurrency: 2 });
    const seen: number[] = [];
    const run = async () => {
      for await (const { record } of stageOver([bad, good]).run(leased(frames, held), contextOf()))
        seen.push(record.ordinal);
    };
    await expect(run()).rejects.toThrow('Metric test/a failed on frame 5: no luck');
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(unreleased(frames, held)).toBe(0);
    expect(bad.record.calls.flat().every(ordinal => ordinal < 10)).toBe(true);
  });

  it.each(['abort', 'leave'])('are waited for before their frames go back (%s)', async how => {
    const frames = grayFrames(20);
    const held = nothing();
    const controller = new AbortController();
    let usedAfterwards = false;
    const a = testScorer('test/a', { concurrency: 3, before: () => someTurns(5) });
    const b = testScorer('test/b', { concurrency: 2, before: () => someTurns(9) });
    const run = async () => {
      for await (const { record } of stageOver([a, b]).run(
        leased(frames, held),
        contextOf(controller.signal),
      )) {
        if (record.ordinal < 3) continue;
        if (how === 'leave') break;
        controller.abort(new Error('enough'));
      }
      usedAfterwards = a.record.running + b.record.running > 0;
    };
    if (how === 'leave') await run();
    else await expect(run()).rejects.toThrow('enough');
    expect([a.record.running, b.record.running, usedAfterwards]).toEqual([0, 0, false]);
    expect(unreleased(frames, held)).toBe(0);
  });

  it('ask for a plan when a run begins and when the size of frames changes', async () => {
    const asked: number[] = [];
    const planBatch = async ({ format }: { format: { width: number } }) => {
      asked.push(format.width);
      return format.width === 4 ? 3 : 2;
    };
    const a = testScorer('test/a', { planBatch });
    const b = testScorer('test/b');
    const frames = [4, 4, 4, 4, 5, 5, 5, 4].map((width, i) => grayFrame(i, width));
    for await (const _ of stageOver([a, b]).run(leased(frames, nothing()), contextOf()));
    expect(asked).toEqual([4, 5, 4]);
    expect(a.record.calls).toEqual([[0, 1, 2], [3], [4, 5], [6], [7]]);
  });

  it('take no more frames than the cap, nor than the plan', async () => {
    for (const [cap, most] of [
      [2, 2],
      [7, 4],
      [null, 4],
    ] as const) {
      const a = testScorer('test/a', { planBatch: async () => 4 });
      const b = testScorer('test/b');
      for await (const _ of stageOver([a, b], cap).run(leased(grayFrames(16), nothing()), contextOf()));
      expect(Math.max(...a.record.calls.map(call => call.length))).toBe(most);
    }
  });

  it('pass on what planning throws, and give the frame back', async () => {
    const frames = grayFrames(3);
    const held = nothing();
    const a = testScorer('test/a', { planBatch: () => Promise.reject(new Error('no plan')) });
    const run = async () => {
      for await (const _ of stageOver([a]).run(leased(frames, held), contextOf()));
    };
    await expect(run()).rejects.toThrow('no plan');
    expect(unreleased(frames, held)).toBe(0);
  });
});
