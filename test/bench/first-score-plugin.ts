/** Adds `timed/niqe`: NIQE that writes the time of its first score to the file that `FIRST_SCORE_FILE` names, and ends. */
import { writeFileSync } from 'node:fs';
import { definePlugin, type Scorer } from '@framesieve/core';
import { framesieveMetric } from '@framesieve/plugin-niqe';

const id = 'timed/niqe';

export default definePlugin({
  name: 'first-score',
  apiVersion: 1,
  register(registry) {
    registry.addScorer({
      id,
      isFamilyDefault: true,
      summary: 'NIQE that ends at its first score',
      availability: () => framesieveMetric.availability(),
      create: async options => timed(await framesieveMetric.create(options)),
    });
  },
});

function timed(scorer: Scorer): Scorer {
  const planBatch = scorer.planBatch?.bind(scorer);
  return {
    metric: { ...scorer.metric, id },
    maxBatchSize: scorer.maxBatchSize,
    ...(scorer.concurrency !== undefined && { concurrency: scorer.concurrency }),
    ...(planBatch && { planBatch }),
    async score(frames, context) {
      const scores = await scorer.score(frames, context);
      writeFileSync(process.env.FIRST_SCORE_FILE!, String(performance.timeOrigin + performance.now()));
      process.kill(process.pid, 'SIGKILL');
      return scores;
    },
    [Symbol.asyncDispose]: () => scorer[Symbol.asyncDispose](),
  };
}
