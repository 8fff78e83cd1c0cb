import { type Frame, type FrameIndex, type Logger, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { createRandom } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { describe, expect, it } from 'vitest';

const long = sharedClips().find(({ frameCount }) => frameCount > 5000);

/** The frames of the long clip that `--top 20` picks by `niqe/framesieve`, as it was scored. */
const bestByNiqe = [
  1187, 1219, 1250, 1286, 1327, 1357, 1393, 1424, 2381, 2416, 2497, 4277, 4678, 4737, 4887, 4950, 4980, 5167,
  5221, 5292,
];

/**
 * The frames that any decoder has to decode for others of a stream in which each refers to the one before it: from the
 * nearest key frame on.
 */
function neededFor(ordinals: readonly number[], keyFrames: readonly number[]): number {
  const needed = new Set<number>();
  for (const ordinal of ordinals) {
    for (let i = keyFrames.findLast(key => key <= ordinal)!; i <= ordinal; i++) needed.add(i);
  }
  return needed.size;
}

describe.skipIf(!long)('stills of a long video with few key frames', () => {
  const { path = '', frameCount = 0, keyFrames = [], ptsTicks = [] } = long ?? {};
  const index: FrameIndex = {
    ptsTicks: Float64Array.from(ptsTicks, pts => pts!),
    keyFrames: Uint8Array.from(ptsTicks, (_pts, ordinal) => Number(keyFrames.includes(ordinal))),
  };

  async function read(ordinals: readonly number[], linear = false) {
    const log: string[] = [];
    const logger: Logger = { ...silentLogger, debug: message => log.push(message) };
    const context = { signal: new AbortController().signal, logger, frames: new FramePool() };
    const stage = createDecodeStage({ decoders: [libavDecoder] });
    const pixels = { crop: 'none', deinterlace: 'off' } as const;
    await using video = await stage.run({ path, stream: null, decoder: null, pixels }, context);
    const fingerprintOf = ({ record: { ordinal, fingerprint } }: Frame) => [ordinal, fingerprint] as const;
    const frames = await Array.fromAsync(video.framesAt(ordinals, { index, linear }), fingerprintOf);
    const [, decoded] = /^Read again: (\d+) frames/m.exec(log.join('\n')) ?? [];
    return { frames, decoded: Number(decoded), log: log.join('\n') };
  }

  it('decode less than a quarter of it for the twenty best', async () => {
    const { frames, decoded, log } = await read(bestByNiqe);
    expect(frames.map(([ordinal]) => ordinal)).toEqual(bestByNiqe);
    expect(decoded).toBeLessThanOrEqual(frameCount / 4);
    expect(log).toContain('Frames to read again: 20 of 5,402, by 7 seeks, at most 1,310 frames to decode');
    expect((await read(bestByNiqe, true)).frames).toEqual(frames);
  }, 300_000);

  it('decode no more than any decoder has to, wherever they are', async () => {
    const random = createRandom(20);
    const spread = Array.from({ length: 20 }, (_, i) => Math.round(((i + 0.5) * frameCount) / 20));
    const last = keyFrames.slice(1, 21).map(key => key - 1);
    const drawn = Array.from({ length: 3 }, () =>
      Array.from({ length: 20 }, () => Math.floor(random.between(0, frameCount))),
    );
    for (const ordinals of [spread, last, ...drawn].map(list => [...new Set(list)].sort((a, b) => a - b))) {
      const { frames, decoded } = await read(ordinals);
      expect(frames.map(([ordinal]) => ordinal)).toEqual(ordinals);
      // Seeking must save more frames than a seek costs, so some are decoded for want of one; and the first, twice.
      expect(decoded).toBeLessThanOrEqual(neededFor(ordinals, keyFrames) + 16 * ordinals.length + 2);
    }
  }, 300_000);
});
