import type { CommittedBatch, ScoredFrame } from '@framesieve/core';

/** Most frames of one transaction: keeps it short for readers, and long enough that its cost doesn't count. */
const maxFrames = 500;

/** No frame waits longer than this for its transaction, whether or not another one comes. */
const maxDelayMs = 1000;

/**
 * Writes frames as they come, many in one transaction when they come fast, and each within a second when they come
 * slowly. What has come is written before an error, the signal's reason or the end of the consumer is passed on.
 */
export async function* commitBatches(
  scored: AsyncIterable<ScoredFrame>,
  signal: AbortSignal,
  commit: (frames: readonly ScoredFrame[]) => void,
): AsyncGenerator<CommittedBatch, void, undefined> {
  const iterator = scored[Symbol.asyncIterator]();
  let pulling: Promise<IteratorResult<ScoredFrame>> | null = null;
  let frames: ScoredFrame[] = [];
  let dueAt = Number.POSITIVE_INFINITY;
  let ended = false;
  const flush = (): CommittedBatch => {
    const batch = { frames };
    frames = [];
    dueAt = Number.POSITIVE_INFINITY;
    commit(batch.frames);
    return batch;
  };
  try {
    while (!ended) {
      pulling ??= iterator.next();
      const pulled = await within(pulling, dueAt - performance.now(), signal);
      if (pulled) {
        pulling = null;
        if (pulled.done) ended = true;
        else if (frames.push(pulled.value) === 1) dueAt = performance.now() + maxDelayMs;
      }
      const due = !pulled || ended || frames.length >= maxFrames || performance.now() >= dueAt;
      if (due && frames.length > 0) yield flush();
      signal.throwIfAborted();
    }
  } finally {
    if (!ended) {
      const [late] = await Promise.allSettled([pulling, iterator.return?.()]);
      if (late.status === 'fulfilled' && late.value && !late.value.done) frames.push(late.value.value);
    }
    if (frames.length > 0) flush();
  }
}

/** What the promise gives, or `null` when the time is up or the signal aborts before. */
async function within<T>(promise: Promise<T>, timeMs: number, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  const { promise: cut, resolve } = Promise.withResolvers<null>();
  const stop = () => resolve(null);
  const timer = timeMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(stop, timeMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, cut]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
