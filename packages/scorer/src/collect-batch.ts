import type { ScoreTask } from '@framesieve/core';

/** Tasks in batches whose frames are retained; whoever takes a batch releases them. */
export interface BatchSource {
  /** The next frames of one size and format; none at the end. */
  next(): Promise<readonly ScoreTask[]>;
  /** Ends the iteration. No `next()` may be pending. */
  close(): Promise<void>;
}

/**
 * Groups tasks into batches of up to `size` successive frames of the same size. A frame is retained as soon as it is
 * pulled, since the next pull ends its lease.
 */
export function collectBatch(
  tasks: AsyncIterable<ScoreTask>,
  size: number,
  signal: AbortSignal,
): BatchSource {
  const iterator = tasks[Symbol.asyncIterator]();
  let ended = false;
  let left: ScoreTask | null = null;
  let failure: { readonly error: unknown } | null = null;

  const pull = async (): Promise<ScoreTask | null> => {
    if (ended) return null;
    signal.throwIfAborted();
    const { value, done } = await iterator.next();
    if (done) {
      ended = true;
      return null;
    }
    value.frame.retain();
    return value;
  };

  return {
    async next() {
      const batch: ScoreTask[] = [];
      try {
        if (failure) throw failure.error;
        const first = left ?? (await pull());
        left = null;
        if (!first) return batch;
        batch.push(first);
        while (batch.length < size) {
          const task = await pull();
          if (!task) break;
          if (!sameSize(task, first)) {
            left = task;
            break;
          }
          batch.push(task);
        }
      } catch (error) {
        ended = true;
        // What came before a failure is scored still, unless nobody wants it any more.
        if (signal.aborted || batch.length === 0) {
          release(batch);
          throw error;
        }
        failure = { error };
      }
      return batch;
    },
    async close() {
      left?.frame.release();
      left = null;
      ended = true;
      await iterator.return?.();
    },
  };
}

/** Gives the frames of a batch back. */
export function release(batch: readonly ScoreTask[]): void {
  for (const { frame } of batch) frame.release();
}

/** Whether two frames' pictures are of the same size: that of the area inside black bars, turned and made square alike. */
function sameSize({ frame: a }: ScoreTask, { frame: b }: ScoreTask): boolean {
  const [areaA, areaB] = [a.rendering.crop ?? a.format, b.rendering.crop ?? b.format];
  return (
    areaA.width === areaB.width &&
    areaA.height === areaB.height &&
    a.format.rotation === b.format.rotation &&
    a.format.pixelAspect.numerator * b.format.pixelAspect.denominator ===
      b.format.pixelAspect.numerator * a.format.pixelAspect.denominator
  );
}
