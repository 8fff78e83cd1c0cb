import { type AnalysisPlan, type Ledger, type ScoredFrame, type Store, silentLogger } from '@framesieve/core';
import { CountingAllocator } from './counting-allocator.ts';
import { makeScoredFrames } from './make-records.ts';

const context = {
  signal: new AbortController().signal,
  logger: silentLogger,
  frames: new CountingAllocator(),
};

/** Writes scored frames to a store, and counts those that were committed. */
export async function writeScored(
  store: Store,
  ledger: Ledger,
  frames: AsyncIterable<ScoredFrame>,
): Promise<number> {
  let committed = 0;
  for await (const batch of store.run({ ledger, scored: frames }, context)) committed += batch.frames.length;
  return committed;
}

/** Analyses a made-up video of so many frames to its end. */
export async function analyzeFrames(store: Store, plan: AnalysisPlan, end: number): Promise<Ledger> {
  const ledger = await store.begin(plan);
  const ids = plan.metrics.map(metric => metric.id);
  await writeScored(store, ledger, makeScoredFrames(ids, 0, end));
  await ledger.finish({ frameCount: end, issues: [] });
  return ledger;
}

/** Items as they come from a stage. */
export async function* asyncOf<T>(items: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* items;
}
