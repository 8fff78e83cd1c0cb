import { type Frame, type FrameRecord, FrameSieveError, messageOf } from '@framesieve/core';

/** What {@link namedFailures} has to know of the video. */
export interface FailureContext {
  /** As it may be shown. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** Whether the video was disposed of: what fails then just ends. */
  isDisposed(): boolean;
  /** Called once the iteration is over or left. */
  onEnd(): void;
}

/**
 * Passes frames on; what fails among them says in which video, and after which frame.
 *
 * @throws the signal's reason; FrameSieveError as it came, or `decode-failed` for what is none.
 */
export async function* namedFailures(
  frames: AsyncIterable<Frame>,
  { path, signal, isDisposed, onEnd }: FailureContext,
): AsyncGenerator<Frame, void, undefined> {
  let last: FrameRecord | null = null;
  try {
    for await (const frame of frames) {
      last = frame.record;
      yield frame;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (isDisposed()) return;
    throw FrameSieveError.from(error, {
      code: 'decode-failed',
      message: `Decoding "${path}" failed${behind(last)}: ${messageOf(error)}`,
      hint: 'Try another decoder with --decoder.',
    });
  } finally {
    onEnd();
  }
}

const behind = (frame: FrameRecord | null) =>
  frame ? ` after frame ${frame.ordinal} (${frame.timeSeconds.toFixed(3)} s)` : '';
