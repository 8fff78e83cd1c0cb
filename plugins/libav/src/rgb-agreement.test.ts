import { type DecodedFrame, type Frame, frameLayout, silentLogger } from '@framesieve/core';
import { frameToRgb } from '@framesieve/decoder';
import { CountingAllocator, makeFrame } from '@framesieve/testkit';
import { sharedClips } from '@framesieve/testkit/shared';
import type { SwsFlags } from 'node-av/constants';
import * as av from 'node-av/constants';
import { avGetPixFmtFromName, SoftwareScaleContext } from 'node-av/lib';
import { describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const flags = (av.SWS_BILINEAR |
  av.SWS_ACCURATE_RND |
  av.SWS_FULL_CHR_H_INT |
  av.SWS_FULL_CHR_H_INP) as SwsFlags;

/** What swscale makes of the samples, without being told of their colour. */
async function scaleToRgb({ format, buffer }: DecodedFrame): Promise<Uint8Array> {
  const { width, height, pixelFormat } = format;
  const { planes } = frameLayout(pixelFormat, width, height);
  const scaler = new SoftwareScaleContext();
  const native = avGetPixFmtFromName(pixelFormat.name);
  scaler.getContext(width, height, native, width, height, av.AV_PIX_FMT_RGB24, flags);
  const source = planes.map(({ offset, stride, height: rows }) =>
    Buffer.from(buffer.bytes.slice(offset, offset + stride * rows)),
  );
  const strides = planes.map(({ stride }) => stride);
  const target = Buffer.alloc(width * height * 3);
  const code = await scaler.scale(source, strides, 0, height, [target], [width * 3]);
  scaler.freeContext();
  expect(code).toBe(height);
  return target;
}

async function middleFrame(path: string, ordinal: number): Promise<DecodedFrame> {
  const { signal } = new AbortController();
  const decoder = await libavDecoder.create({});
  await using video = await decoder.open(path, { signal, logger: silentLogger });
  const options = { stream: 0, frames: new CountingAllocator(), signal, report() {} };
  for await (const frame of video.framesAt([ordinal], options)) return frame;
  throw new Error('No frame came out.');
}

/** The frame, tagged as swscale takes it: its chroma lies in the centre. */
function retagged({ format, buffer }: DecodedFrame): Frame {
  const { width, height, pixelFormat } = format;
  const color = { ...format.color, matrix: 'bt601', range: 'limited', chromaLocation: 'center' } as const;
  const frame = makeFrame(pixelFormat.name, width, height, () => 0, { color });
  frame.bytes.set(buffer.bytes);
  return frame;
}

// Not the one of odd height: there swscale stretches chroma by 405 / 203 instead of 2.
const clips = sharedClips().filter(({ name }) => /birds|cockatoo|street/.test(name));

describe.skipIf(clips.length === 0)('the conversion to RGB agrees with swscale', () => {
  it.each(clips)('on $name', async clip => {
    const decoded = await middleFrame(clip.path, Math.floor(clip.frameCount / 2));
    const theirs = await scaleToRgb(decoded);
    const ours = frameToRgb(retagged(decoded)).data;
    expect(ours).toHaveLength(theirs.length);
    let sum = 0;
    let worst = 0;
    for (let i = 0; i < theirs.length; i++) {
      const difference = Math.abs(ours[i]! - theirs[i]!);
      sum += difference;
      worst = Math.max(worst, difference);
    }
    // Both round once, swscale in fixed point.
    expect(worst).toBeLessThanOrEqual(1);
    expect(sum / theirs.length).toBeLessThan(0.01);
  });
});
