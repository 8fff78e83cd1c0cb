/** A metric plugin that costs nothing: it gives the mean luma, which the decode stage has measured. */
import { definePlugin, type Scorer } from '@framesieve/core';
export default definePlugin({
  name: 'luma',
  apiVersion: 1,
  register(registry) {
    registry.addScorer({
      id: 'luma/mean',
      isFamilyDefault: true,
      summary: 'Mean luma',
      availability: async () => ({ available: true, version: '1' }),
      create: async ({ direction }): Promise<Scorer> => ({
        metric: {
          id: 'luma/mean',
          modelDirection: 'higher',
          direction: direction ?? 'higher',
          range: [0, 1],
          modelSha256: '0'.repeat(64),
          implementation: { name: 'luma', version: '1' },
          kernel: 'none',
          precision: 'float64',
          device: 'cpu',
        },
        maxBatchSize: 1,
        score: async frames =>
          frames.map(frame => ({ score: frame.record.facts.meanLuma, distribution: null })),
        async [Symbol.asyncDispose]() {},
      }),
    });
  },
});
