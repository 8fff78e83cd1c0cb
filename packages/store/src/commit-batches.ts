import type { CommittedBatch, ScoredFrame } from '@framesieve/core';

/** Most frames of one transaction: keeps it short for readers, and long enough that its cost doesn't count. */
const maxFrames = 500;

/** No frame waits longer than this for its transaction, unless the next one doesn't come. */
const maxDelayMs = 1000;

/**
 * Writes frames as they come, many in one transaction when they come fast. What has come is written before an error
 * or the end of the consumer is passed on.
 */
export async function* commitBatches(
  scored: AsyncIterable<ScoredFrame>,
  commit: (frames: readonly ScoredFrame[]) => void,
): AsyncGenerator<CommittedBatch, void, undefined> {
  let frames: ScoredFrame[] = [];
  let lastCommit = performance.now();
  const flush = (): CommittedBatch => {
    const batch = { frames };
    frames = [];
    commit(batch.frames);
    lastCommit = performance.now();
    return batch;
  };
  try {
    for await (const frame of scored) {
      frames.push(frame);
      if (frames.length >= maxFrames || performance.now() - lastCommit >= maxDelayMs) yield flush();
    }
    if (frames.length > 0) yield flush();
  } finally {
    if (frames.length > 0) flush();
  }
}
