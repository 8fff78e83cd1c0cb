import {
  type DecodedFrame,
  type DecodeIssue,
  type DecoderFactory,
  type Frame,
  frameLayout,
  type OpenVideo,
  type ReadOptions,
  type StreamDescription,
  silentLogger,
} from '@framesieve/core';
import { CountingAllocator, makeFrame } from '@framesieve/testkit';

/** A frame as a backend yields it, with a copy of its samples. */
export interface PlainFrame extends Omit<DecodedFrame, 'buffer' | 'linear'> {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/** All that a backend says of a file's first video stream. */
export interface PlainVideo {
  readonly stream: StreamDescription;
  readonly frames: readonly PlainFrame[];
  readonly issues: readonly DecodeIssue[];
}

/**
 * Decodes a file by a backend alone, without what the decode stage does to its pixels.
 *
 * @param ordinals the frames to read again from the start, instead of all.
 */
export async function decodeWith(
  factory: DecoderFactory,
  path: string,
  ordinals?: readonly number[],
): Promise<PlainVideo> {
  const { signal } = new AbortController();
  const decoder = await factory.create({});
  await using video: OpenVideo = await decoder.open(path, { signal, logger: silentLogger });
  const issues: DecodeIssue[] = [];
  const stream = video.streams[0]!;
  const report = (issue: DecodeIssue) => void issues.push(issue);
  const options: ReadOptions = { stream: stream.index, frames: new CountingAllocator(), signal, report };
  const frames: PlainFrame[] = [];
  for await (const frame of ordinals ? video.framesAt(ordinals, options) : video.frames(options)) {
    const { buffer, linear: _, ...facts } = frame;
    const bytes = new Uint8Array(new SharedArrayBuffer(buffer.bytes.length));
    bytes.set(buffer.bytes);
    buffer.release();
    frames.push({ ...facts, bytes });
  }
  return { stream, frames, issues };
}

/** The planes of a frame. */
export function planesOf({ format, bytes }: Pick<PlainFrame, 'format' | 'bytes'>) {
  const { bytesPerSample, bitDepth } = format.pixelFormat;
  return frameLayout(format.pixelFormat, format.width, format.height).planes.map(
    ({ offset, width, height }) => ({
      width,
      height,
      bitDepth,
      samples:
        bytesPerSample === 1
          ? bytes.subarray(offset, offset + width * height)
          : new Uint16Array(bytes.buffer, offset, width * height),
    }),
  );
}

/** The frame as what follows the decoder sees it. */
export function frameOf({ format, bytes }: PlainFrame): Frame {
  const { pixelFormat, width, height } = format;
  const frame = makeFrame(pixelFormat.name, width, height, () => 0, format);
  frame.bytes.set(bytes);
  return frame;
}
