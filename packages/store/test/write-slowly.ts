/** Writes frames into the database named as its argument until it is killed; tells its parent of each, or why it can't. */
import { FrameSieveError, type ScoredFrame, silentLogger } from '@framesieve/core';
import { openStore } from '@framesieve/store';
import { makePlan, makeScoredFrames } from '@framesieve/testkit/records';

const metrics = ['test/a'];
const store = await openStore(process.argv[2]!);
const ledger = await store.begin(makePlan(metrics)).catch((error: unknown) => {
  process.send?.(FrameSieveError.isInstance(error) ? error.code : String(error));
  return process.exit(0);
});

async function* missingFrames(): AsyncGenerator<ScoredFrame, void, undefined> {
  for (let ordinal = 0; ordinal < 2000; ordinal++) {
    if (ledger.pending(ordinal).length === 0) continue;
    yield* makeScoredFrames(metrics, ordinal, ordinal + 1);
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}

const frames = { acquire: () => Promise.reject(new Error('No frame has samples here.')) };
const context = { signal: new AbortController().signal, logger: silentLogger, frames };
// One frame after the other, each committed for itself: as a slow metric does.
for await (const frame of missingFrames()) {
  const scored = (async function* () {
    yield frame;
  })();
  for await (const _ of store.run({ ledger, scored }, context)) process.send?.('committed');
}
