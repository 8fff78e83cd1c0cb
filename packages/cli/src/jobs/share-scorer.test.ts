import type { FrameScore, Scorer, ScorerContext } from '@framesieve/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareScorer } from './share-scorer.ts';

const context = { signal: new AbortController().signal } as ScorerContext;

function scorerOf(concurrency: number, score: () => Promise<readonly FrameScore[]>): Scorer {
  return { metric: {} as never, maxBatchSize: 1, concurrency, score, async [Symbol.asyncDispose]() {} };
}

it('never has more calls running than the scorer allows, and leaves none waiting', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 20 }),
      async (s, concurrency, succeeds) => {
        let running = 0;
        let most = 0;
        let called = 0;
        const shared = shareScorer(
          scorerOf(concurrency, async () => {
            const isGood = succeeds[called++];
            most = Math.max(most, ++running);
            await s.schedule(Promise.resolve());
            running -= 1;
            if (!isGood) throw new Error('no');
            return [];
          }),
        );
        const calls = Promise.allSettled(succeeds.map(() => shared.score([], context)));
        const settled = await s.waitFor(calls);
        expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(succeeds);
        expect(most).toBe(Math.min(concurrency, succeeds.length));
      },
    ),
  );
});

it('starts no call that has been aborted while it waited', async () => {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<readonly FrameScore[]>();
  let called = 0;
  const shared = shareScorer(
    scorerOf(1, () => {
      called += 1;
      return promise;
    }),
  );
  const first = shared.score([], context);
  const second = shared.score([], { ...context, signal: controller.signal });
  controller.abort(new Error('over'));
  resolve([]);
  await first;
  await expect(second).rejects.toThrow('over');
  expect(called).toBe(1);
});
