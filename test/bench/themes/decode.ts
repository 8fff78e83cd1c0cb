import type { DecoderFactory } from '@framesieve/core';
import { createDecodeStage } from '@framesieve/decoder';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { clip1080, clipSource } from '../clips.ts';
import { decode, decodeBare } from '../decoding.ts';
import type { Case } from '../measure.ts';
import type { Theme } from '../theme.ts';
import { factsCases } from './facts.ts';

/** Decoding alone: each backend, the decode stage on top of it, and what that adds to each frame. */
export const decodeTheme: Theme = {
  title: 'Decoding, 1080p H.264',
  async open({ quick, video }) {
    const frames = quick ? 82 : 410;
    const path = video ?? (await clip1080(frames)).path;
    const ffmpeg = await ffmpegDecoder.availability();
    return {
      cases: [
        ...backendCases(libavDecoder, path, frames),
        ...(ffmpeg.available ? backendCases(ffmpegDecoder, path, frames) : []),
        ...factsCases(),
      ],
      notes: [
        video === null ? `The video is ${(await clipSource()).description}.` : `The video is ${video}.`,
        ...(ffmpeg.available ? [] : [`Skipped: the backend ffmpeg, because ${ffmpeg.reason}.`]),
      ],
      async [Symbol.asyncDispose]() {},
    };
  },
};

function backendCases(factory: DecoderFactory, path: string, frames: number): readonly Case[] {
  const bare = `${factory.id} alone`;
  const stage = createDecodeStage({ decoders: [factory] });
  return [
    { name: bare, unit: 'frame', run: () => decodeBare(factory, path, frames) },
    {
      name: `${factory.id}, decode stage`,
      unit: 'frame',
      against: [{ to: bare, by: 'rate' }],
      run: () => decode(stage, path, frames),
    },
  ];
}
