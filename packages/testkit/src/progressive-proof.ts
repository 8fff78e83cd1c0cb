import { type DecoderFactory, type ReadOptions, silentLogger } from '@framesieve/core';
import { type ClipOptions, sharedClip } from './clips/index.ts';
import { CountingAllocator } from './counting-allocator.ts';

/** Clips of which no decoder can be certain that no frame is interlaced, each with the reason and its extension. */
export const clipsWithoutProof: readonly (readonly [why: string, extension: string, options: ClipOptions])[] =
  [
    ['may be interlaced', 'mp4', { scan: 'top-first' }],
    ['has messages of fields', 'mp4', { encoderOptions: { 'x264-params': 'pic-struct=1' } }],
    ['has parameter sets in its packets', 'mp4', { encoderOptions: { 'x264-params': 'repeat-headers=1' } }],
    ['is in a transport stream', 'ts', {}],
    ['has no container', 'h264', {}],
  ];

/** What a decoder's `isProgressive` says of a clip before its first frame was decoded, and behind it. */
export async function progressiveCertainty(
  factory: DecoderFactory,
  extension: string,
  options: ClipOptions = {},
): Promise<readonly [before: boolean, behind: boolean]> {
  const { file } = await sharedClip(extension, { frames: 8, gop: 4, ...options });
  const { signal } = new AbortController();
  const decoder = await factory.create({});
  await using video = await decoder.open(file, { signal, logger: silentLogger });
  const stream = video.streams[0]!.index;
  const before = video.isProgressive!(stream);
  const read: ReadOptions = { stream, frames: new CountingAllocator(), signal, report() {} };
  for await (const { buffer } of video.frames(read)) {
    buffer.release();
    break;
  }
  return [before, video.isProgressive!(stream)];
}
