import { FrameSieveError } from '@framesieve/core';

/** What else may end a wait. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  /** Seconds after which the work counts as stuck; `null`: it is waited for without end. */
  readonly stallSeconds: number | null;
}

/**
 * Waits for work on another thread that can't be stopped: when the wait ends first, it is left to itself.
 *
 * @throws the signal's reason, or FrameSieveError `decode-failed` when nothing came for too long.
 */
export async function waitFor<T>(work: Promise<T>, { signal, stallSeconds }: WaitOptions): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  const stall = () => {
    reject(
      new FrameSieveError({
        code: 'decode-failed',
        message: `OpenCV has decoded nothing for ${stallSeconds} s.`,
        hint: 'Give it more time with --stall-timeout, or check the disk or the connection.',
      }),
    );
  };
  signal.addEventListener('abort', abort, { once: true });
  const timer = stallSeconds === null ? undefined : setTimeout(stall, stallSeconds * 1000);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
