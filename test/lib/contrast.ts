/** A metric plugin that gives the contrast, which the decode stage has measured, and takes its time for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { definePlugin, type Scorer } from '@framesieve/core';
export default definePlugin({
  name: 'contrast',
  apiVersion: 1,
  register(registry) {
    registry.addScorer({
      id: 'contrast/slow',
      isFamilyDefault: true,
      summary: 'Contrast',
      availability: async () => ({ available: true, version: '1' }),
      create: async ({ direction }): Promise<Scorer> => ({
        metric: {
          id: 'contrast/slow',
          modelDirection: 'higher',
          direction: direction ?? 'higher',
          range: [0, 0.5],
          modelSha256: '1'.repeat(64),
          implementation: { name: 'contrast', version: '1' },
          kernel: 'none',
          precision: 'float64',
          device: 'cpu',
        },
        maxBatchSize: 1,
        async score(frames, { signal }) {
          await sleep(Number(process.env.CONTRAST_DELAY_MS ?? 0), undefined, { signal });
          return frames.map(frame => ({ score: frame.record.facts.contrast, distribution: null }));
        },
        async [Symbol.asyncDispose]() {},
      }),
    });
  },
});
