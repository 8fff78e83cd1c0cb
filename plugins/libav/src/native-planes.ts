import { FrameSieveError } from '@framesieve/core';
import * as av from 'node-av/constants';
import { FFmpegError, type Frame } from 'node-av/lib';

/** The planes of a native picture, rows from top to bottom. */
export interface NativePlanes {
  readonly data: readonly Buffer[];
  /** Bytes from one row of each plane to the next. */
  readonly strides: readonly number[];
}

/**
 * Lends the planes of a native frame to `use`; afterwards they are gone. A picture that is stored upside down is turned over
 * by a copy.
 *
 * @throws FrameSieveError `decode-failed` when there is no memory for that copy.
 */
export function withPlanes<Result>(source: Frame, use: (planes: NativePlanes) => Result): Result {
  // A further reference to the picture: the views below are its own.
  const picture = source.clone();
  if (!picture) throw planesFailure('copy', av.AVERROR_UNKNOWN);
  try {
    const isUpright = picture.linesize.every(stride => stride >= 0);
    const code = isUpright ? 0 : picture.makeWritable();
    if (code < 0) throw planesFailure('copy', code);
    const data = picture.data ?? [];
    try {
      return use({ data, strides: picture.linesize });
    } finally {
      // Until they are collected, views count as if their memory were kept: a few dozen frames make that look short.
      for (const plane of data) endView(plane);
    }
  } finally {
    picture.free();
  }
}

/** Takes its memory away from a view; Node.js before 21 can't. */
function endView({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && 'transfer' in buffer)
    buffer.transfer(0);
}

/** What failed while a decoded picture was unpacked. */
export function planesFailure(what: string, code: number): FrameSieveError {
  return new FrameSieveError({
    code: 'decode-failed',
    message: `A decoded picture could not be unpacked (${what}: ${FFmpegError.strerror(code)}).`,
  });
}
