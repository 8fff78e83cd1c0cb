import { FrameSieveError, type Logger, shownPath } from '@framesieve/core';
import { type InputAccess, StallWatch } from '@framesieve/decoder';
import { Dictionary, FFmpegError, FormatContext } from 'node-av/lib';
import { receiveLog } from './libav-log.ts';

/** An input, and what may be opened for it. */
export interface DemuxerInput {
  readonly path: string;
  readonly access: InputAccess;
  readonly logger: Logger;
  /** See `OpenOptions`. */
  readonly stallSeconds: number | undefined;
}

/**
 * Opens a file or an address and reads its headers.
 *
 * @throws the signal's reason; FrameSieveError `input-not-video`, or `decode-failed` when that takes longer than is allowed.
 */
export async function openDemuxer(input: DemuxerInput, signal: AbortSignal): Promise<FormatContext> {
  const { path, access, logger, stallSeconds } = input;
  receiveLog(logger);
  const demuxer = new FormatContext();
  // What opening allocates by itself can't be interrupted.
  demuxer.allocContext();
  const stall = new StallWatch({
    ...{ path, seconds: stallSeconds, position: () => 'before its first frame' },
    interrupt: () => demuxer.interrupt(),
  });
  const options = Dictionary.fromObject({ ...access.options });
  using _interrupting = interruptOn(signal, demuxer);
  try {
    check(path, await stall.wait(demuxer.openInput(access.address, null, options)));
    stall.progress();
    check(path, await stall.wait(demuxer.findStreamInfo()));
    signal.throwIfAborted();
    return demuxer;
  } catch (error) {
    // What is stuck still uses it.
    if (stall.stuck) void stall.stuck.then(() => demuxer.closeInput());
    else await demuxer.closeInput();
    signal.throwIfAborted();
    throw error;
  } finally {
    if (stall.stuck) void stall.stuck.then(() => options.free());
    else options.free();
  }
}

/**
 * Has a demuxer give up what it waits for, e.g. a silent server, when the signal aborts. To be disposed of before the
 * demuxer is closed.
 */
export function interruptOn(signal: AbortSignal, demuxer: FormatContext): Disposable {
  const interrupt = () => demuxer.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', interrupt) };
}

function check(path: string, code: number): void {
  if (code >= 0) return;
  throw new FrameSieveError({
    code: 'input-not-video',
    message: `"${shownPath(path)}" can't be read as a video: ${FFmpegError.strerror(code)}.`,
    hint: 'Check that it is a complete video, e.g. by playing it. Formats that make other files be opened are not read.',
  });
}
