import type { DecodedFrame, ReadOptions } from '@framesieve/core';
import { batchOrdinals } from './decode-arguments.ts';
import { type FrameSource, readFrames } from './read-frames.ts';

/**
 * Reads the frames of the given ordinals, ascending. FFmpeg is told in batches which ones to put out, and every frame's
 * place in the stream is checked by counting. Where its count is another (it starts again when the picture changes its
 * size), the rest is read linearly: all frames are put out, and those asked for are taken.
 */
export async function* readFramesAt(
  source: FrameSource,
  ordinals: readonly number[],
  options: ReadOptions,
): AsyncGenerator<DecodedFrame, void> {
  if (options.linear) {
    yield* readLinearly(source, ordinals, options);
    return;
  }
  let done = 0;
  for (const batch of batchOrdinals(ordinals)) {
    const end = done + batch.length;
    let streamLength: number | null = null;
    const onEnd = (decoded: number) => {
      streamLength = decoded;
    };
    for await (const frame of readFrames(source, { ordinals: batch, wanted: () => true, onEnd }, options)) {
      if (frame.ordinal !== ordinals[done]) {
        frame.buffer.release();
        break;
      }
      done += 1;
      yield frame;
      if (done === end) break;
    }
    if (done === end) continue;
    if (source.closing.aborted || (streamLength !== null && streamLength <= ordinals[done]!)) return;
    yield* readLinearly(source, ordinals.slice(done), options);
    return;
  }
}

async function* readLinearly(
  source: FrameSource,
  ordinals: readonly number[],
  options: ReadOptions,
): AsyncGenerator<DecodedFrame, void> {
  const missing = new Set(ordinals);
  if (missing.size === 0) return;
  const selection = { ordinals: null, wanted: (ordinal: number) => missing.has(ordinal) };
  for await (const frame of readFrames(source, selection, options)) {
    missing.delete(frame.ordinal);
    yield frame;
    if (missing.size === 0) return;
  }
}
