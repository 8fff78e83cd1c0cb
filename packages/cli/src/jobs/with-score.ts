import type { Scorer } from '@framesieve/core';

/** A scorer that is another one, but for how it is called. */
export function withScore(scorer: Scorer, score: Scorer['score']): Scorer {
  return {
    metric: scorer.metric,
    maxBatchSize: scorer.maxBatchSize,
    ...(scorer.concurrency !== undefined && { concurrency: scorer.concurrency }),
    ...(scorer.planBatch && { planBatch: frame => scorer.planBatch!(frame) }),
    score,
    [Symbol.asyncDispose]: () => scorer[Symbol.asyncDispose](),
  };
}
