import type { FrameScore, MetricDescription, Scorer } from '@framesieve/core';
import { frameFromRgb, type PictureFrame } from '@framesieve/testkit';

const description: Omit<MetricDescription, 'id'> = {
  modelDirection: 'higher',
  direction: 'higher',
  range: [null, null],
  modelSha256: '0'.repeat(64),
  implementation: { name: 'test', version: '1' },
  kernel: 'test',
  precision: 'float64',
  device: 'cpu',
};

/** What of a test scorer differs from the usual: 8 frames a call, one call at a time, done at once. */
export interface TestScorerOptions {
  readonly maxBatchSize?: number;
  readonly concurrency?: number;
  readonly planBatch?: Scorer['planBatch'];
  /** Awaited in each call, before frames are looked at. */
  readonly before?: (ordinals: readonly number[], signal: AbortSignal) => Promise<unknown>;
}

/** A complete scorer: the first sample of the picture, and a record of what it was asked. */
export function testScorer(id: string, options: TestScorerOptions = {}) {
  const { maxBatchSize = 8, concurrency, planBatch, before } = options;
  const calls: number[][] = [];
  const record = { calls, running: 0, mostRunning: 0 };
  const scorer: Scorer = {
    metric: { ...description, id },
    maxBatchSize,
    ...(concurrency !== undefined && { concurrency }),
    ...(planBatch && { planBatch }),
    async score(frames, context): Promise<readonly FrameScore[]> {
      calls.push(frames.map(frame => frame.record.ordinal));
      record.running += 1;
      record.mostRunning = Math.max(record.mostRunning, record.running);
      try {
        await before?.(calls.at(-1)!, context.signal);
        return frames.map(frame => ({ score: context.rgb(frame).data[0]!, distribution: null }));
      } finally {
        record.running -= 1;
      }
    },
    async [Symbol.asyncDispose]() {},
  };
  return { scorer, record };
}

/** A frame whose samples are all its ordinal. */
export function grayFrame(ordinal: number, width = 4, height = 3): PictureFrame {
  return frameFromRgb({ width, height, data: new Uint8Array(width * height * 3).fill(ordinal) }, ordinal);
}
