import type { Scorer } from '@framesieve/core';
import { withScore } from './with-score.ts';

/**
 * A scorer for jobs that run at the same time: it never has more calls running than it allows, however many jobs call it.
 * Calls that wait start in the order in which they came.
 */
export function shareScorer(scorer: Scorer): Scorer {
  const { concurrency = 1 } = scorer;
  const waiting: (() => void)[] = [];
  let running = 0;
  const enter = async () => {
    if (running === concurrency) await new Promise<void>(resolve => waiting.push(resolve));
    else running += 1;
  };
  const leave = () => {
    const next = waiting.shift();
    // Whoever waited takes the place over.
    if (next) next();
    else running -= 1;
  };
  return withScore(scorer, async (frames, context) => {
    await enter();
    try {
      context.signal.throwIfAborted();
      return await scorer.score(frames, context);
    } finally {
      leave();
    }
  });
}
