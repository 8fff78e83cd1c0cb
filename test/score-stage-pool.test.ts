import {
  everyFrame,
  type Frame,
  type PictureFormat,
  parsePixelFormat,
  type Scan,
  type Scorer,
  type ScoreTask,
  silentLogger,
  unknownColor,
} from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { createScoreStage } from '@framesieve/scorer';
import { createMemoryDecoder } from '@framesieve/testkit';
import { expect, it } from 'vitest';

const [width, height] = [64, 48];
const count = 23;

function video(scan: Scan) {
  const format: PictureFormat = {
    ...{ width, height, pixelFormat: parsePixelFormat('gray')!, color: unknownColor, scan },
    ...{ rotation: 0, mirrored: false, pixelAspect: { numerator: 1, denominator: 1 } },
  };
  return createMemoryDecoder({ format, count, fill: (bytes, ordinal) => bytes.fill(ordinal) });
}

/** Gives each frame its first sample, some turns of the event loop later. */
function scorerOf(concurrency: number, size: number): Scorer {
  return {
    metric: {
      ...{ id: 'test/slow', modelDirection: 'higher', direction: 'higher', range: [null, null] },
      ...{ modelSha256: '0'.repeat(64), implementation: { name: 'test', version: '1' } },
      ...{ kernel: 'test', precision: 'float64', device: 'cpu' },
    },
    maxBatchSize: 8,
    concurrency,
    planBatch: async () => size,
    async score(frames) {
      for (let i = 0; i < 3; i++) await new Promise(resolve => setImmediate(resolve));
      return frames.map(({ bytes }) => ({ score: bytes[0]!, distribution: null }));
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function* tasksOf(frames: AsyncIterable<Frame>): AsyncGenerator<ScoreTask> {
  for await (const frame of frames) yield { frame, metrics: ['test/slow'] };
}

const pools = [6, 7, 9];

it.each(
  pools.flatMap(buffers => (['progressive', 'top-first'] as const).map(scan => [buffers, scan] as const)),
)('scoring never waits for itself with a pool of %d frames (%s)', async (buffers, scan) => {
  for (const [concurrency, size] of [1, 2, 3].flatMap(calls => [1, 2, 5].map(of => [calls, of] as const))) {
    const frames = new FramePool({ capacityBytes: 1, minimumBuffers: buffers });
    const context = { signal: new AbortController().signal, logger: silentLogger, frames };
    const decoding = createDecodeStage({ decoders: [video(scan)] });
    const pixels = { crop: 'none', deinterlace: 'flagged' } as const;
    const request = { path: import.meta.filename, stream: null, decoder: null, pixels };
    await using opened = await decoding.run(request, context);
    const scoring = createScoreStage({
      scorers: [scorerOf(concurrency, size)],
      rgb: () => {
        throw new Error('No picture is needed.');
      },
    });
    const seen: number[] = [];
    for await (const { record } of scoring.run(tasksOf(opened.frames(everyFrame)), context))
      seen.push(record.ordinal);
    expect(seen, `${concurrency} calls of ${size}`).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(frames.inUse).toBe(0);
  }
});
