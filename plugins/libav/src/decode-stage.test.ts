import { type DecodedVideo, everyFrame, type Frame, type StageContext, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { sharedClips } from '@framesieve/testkit/shared';
import { describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const stage = createDecodeStage({ decoders: [libavDecoder] });
const clips = sharedClips();

function newContext(pool: FramePool): StageContext {
  return { signal: new AbortController().signal, logger: silentLogger, frames: pool };
}

function open(path: string, pool: FramePool): Promise<DecodedVideo> {
  return stage.run({ path, stream: null, decoder: null }, newContext(pool));
}

const recordOf = ({ record }: Frame) => record;

describe.skipIf(clips.length === 0)('the decode stage over libav', () => {
  it.each(clips.filter(clip => clip.frameCount < 300))(
    'reads frames of $name again, the same',
    async clip => {
      const pool = new FramePool();
      await using video = await open(clip.path, pool);
      const { startPts } = video.description;
      expect(startPts).toBe(clip.ptsTicks[0]);
      const records: Frame['record'][] = [];
      for await (const frame of video.frames(everyFrame)) records.push(recordOf(frame));
      expect(video.frameCount).toBe(clip.frameCount);
      expect(records.map(({ ptsSource }) => ptsSource)).toEqual(
        clip.ptsTicks.map(pts => (pts === null ? 'estimated' : 'container')),
      );
      expect(records[0]!.timeSeconds).toBe(0);
      const { change: _, ...firstFacts } = records[0]!.facts;
      const ordinals = [0, 7, 8, clip.frameCount - 1];
      const again: Frame['record'][] = [];
      for await (const frame of video.framesAt(ordinals)) again.push(recordOf(frame));
      const withoutFacts = ({ facts, ...record }: Frame['record']) => record;
      expect(again.map(withoutFacts)).toEqual(ordinals.map(ordinal => withoutFacts(records[ordinal]!)));
      expect(again[0]!.facts).toEqual({ ...firstFacts, change: null });
      expect(again[2]!.facts).toEqual(records[8]!.facts);
      expect(pool.inUse).toBe(0);
    },
  );

  it('keeps the memory of a long video within the pool', async () => {
    const clip = clips.find(({ frameCount }) => frameCount > 5000)!;
    const pool = new FramePool({ capacityBytes: 4 * 1024 * 1024 });
    await using video = await open(clip.path, pool);
    const samples: number[] = [];
    for await (const { record } of video.frames(everyFrame)) {
      expect(record.ptsTicks).toBe(clip.ptsTicks[record.ordinal]);
      if (record.ordinal % 500 === 0) samples.push(process.memoryUsage().rss);
    }
    expect(video.frameCount).toBe(clip.frameCount);
    expect(pool.inUse).toBe(0);
    expect(pool.allocatedBytes).toBeLessThanOrEqual(pool.capacityBytes);
    // One frame is 253 kB: a leak of every tenth would show as 100 MB. The start is left out: code is being compiled.
    const growth = samples.at(-1)! - samples[2]!;
    expect(growth).toBeLessThan(64 * 1024 * 1024);
  });
});
