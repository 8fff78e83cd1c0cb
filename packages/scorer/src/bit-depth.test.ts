import { type Frame, type ScoredFrame, silentLogger } from '@framesieve/core';
import { CountingAllocator, makeFrame, rgbOfPictureFrame } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { firstSampleModel, testMetadata } from '../test/models.ts';
import { createOnnxScorer, createScoreStage } from './index.ts';

/** One frame for each of the 1024 levels of 10 bits. */
const frames = Array.from({ length: 1024 }, (_, level) => {
  const frame = makeFrame('gbrp10le', 2, 2, () => level);
  return { ...frame, record: { ...frame.record, ordinal: level } };
});
const size = { minimumSize: [1, 1] } as const;
const whole = firstSampleModel({ ...testMetadata.input, ...size }, 0);
const float = firstSampleModel(
  { ...testMetadata.input, ...size, dtype: 'float32', valueRange: [0, 1], layout: 'NCHW' },
  0,
);

async function* tasks(metrics: readonly string[]) {
  for (const frame of frames) yield { frame, metrics };
}

it('shows a float model all levels of a 10-bit frame, and a uint8 model 256, from one picture each', async () => {
  await using fine = await createOnnxScorer({ model: float, metadata: { metric: 'test/fine' } });
  await using other = await createOnnxScorer({ model: float, metadata: { metric: 'test/other' } });
  await using coarse = await createOnnxScorer({ model: whole, metadata: { metric: 'test/coarse' } });
  const made: string[] = [];
  const rgb: typeof rgbOfPictureFrame = (frame: Frame, options) => {
    made.push(`${frame.record.ordinal} in ${options?.bitDepth}`);
    return rgbOfPictureFrame(frame, options);
  };
  const stage = createScoreStage({ scorers: [fine, coarse, other], rgb, batchSize: 16 });
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    frames: new CountingAllocator(),
  };
  const scored: ScoredFrame[] = [];
  const metrics = ['test/fine', 'test/coarse', 'test/other'];
  for await (const frame of stage.run(tasks(metrics), context)) scored.push(frame);
  const scoresOf = (id: string) => scored.map(({ scores }) => scores.get(id)!.score!);
  for (const [level, score] of scoresOf('test/fine').entries()) expect(score).toBeCloseTo(level / 1023, 4);
  expect(new Set(scoresOf('test/fine')).size).toBe(1024);
  expect(scoresOf('test/other')).toEqual(scoresOf('test/fine'));
  expect(scoresOf('test/coarse')).toEqual(frames.map((_, level) => Math.round((level * 255) / 1023)));
  expect(made.length).toBe(2 * 1024);
  expect(new Set(made)).toEqual(new Set(frames.flatMap((_, i) => [`${i} in 8`, `${i} in 16`])));
});

it('asks for 8 bits of frames that have no more', async () => {
  await using scorer = await createOnnxScorer({ model: float });
  const asked: unknown[] = [];
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    rgb: (frame: Frame, options: Parameters<typeof rgbOfPictureFrame>[1]) => {
      asked.push(options);
      return rgbOfPictureFrame(frame, options);
    },
  };
  const [score] = await scorer.score([makeFrame('gbrp', 2, 2, () => 51)], context);
  expect(score!.score).toBeCloseTo(0.2, 6);
  expect(asked).toEqual([{ bitDepth: 8 }]);
});
