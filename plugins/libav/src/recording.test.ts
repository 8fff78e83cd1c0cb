import { silentLogger, unknownRecording } from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const stage = createDecodeStage({ decoders: [libavDecoder] });

async function recordingOf(extension: string, options: ClipOptions) {
  const { file } = await sharedClip(extension, { ...options, frames: 3 });
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  await using video = await stage.run({ path: file, stream: null, decoder: null }, context);
  return video.recording;
}

const place = '+27.5916+086.5640+8850/';

it.each([
  ['mp4', 'creation_time', '2024-05-17T08:09:10Z', '2024-05-17T08:09:10Z'],
  ['mov', 'creation_time', '2024-05-17T08:09:10Z', '2024-05-17T08:09:10Z'],
  ['mkv', 'com.apple.quicktime.creationdate', '2024-05-17T10:09:10+0200', '2024-05-17T10:09:10+02:00'],
])('knows when and where a video in %s was recorded', async (extension, name, written, createdAt) => {
  const recording = await recordingOf(extension, { tags: { [name]: written, location: place } });
  expect(recording.createdAt).toBe(createdAt);
  expect(recording.position).toMatchObject({ latitude: 27.5916, longitude: 86.564 });
});

it('knows nothing of a video that does not say', async () => {
  expect(await recordingOf('mp4', {})).toEqual(unknownRecording);
});
