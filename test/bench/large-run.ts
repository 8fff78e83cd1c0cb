import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameRecord, ScoredFrame } from '@framesieve/core';
import { identifyVideo } from '@framesieve/decoder';
import { openStore } from '@framesieve/store';
import { createRandom } from '@framesieve/testkit/clips';
import { makeFrameRecord, makePlan } from '@framesieve/testkit/records';
import { measureCommand, temporaryFolder } from './command.ts';
import { newContext } from './decoding.ts';
import type { Case } from './measure.ts';

const metric = 'niqe/framesieve';

/** A stored run over a long video that doesn't exist, in a folder of its own. */
export interface LargeRun extends Disposable {
  readonly cases: readonly Case[];
}

/**
 * Stores a run of so many frames, which takes a minute for a million.
 *
 * @param mostBytes what a call of `framesieve select` may hold; `null` for no limit.
 */
export async function makeLargeRun(frames: number, mostBytes: number | null): Promise<LargeRun> {
  const { folder, video, db, runId } = await storeLargeRun(frames);
  const named = frames.toLocaleString('en');
  const read = async () => {
    await using store = await openStore(db);
    await store.scoreTable([runId]);
    return 1;
  };
  const select = async () => {
    const args = ['select', '--quiet', video, '--db', db, '--out', folder.path];
    return { units: 1, ...(await measureCommand(args, folder.path)) };
  };
  return {
    cases: [
      { name: `read the columns of ${named} stored frames`, unit: 'call', run: read },
      {
        name: `framesieve select, ${named} stored frames`,
        unit: 'call',
        ...(mostBytes !== null && { peakBytes: { most: mostBytes } }),
        run: select,
      },
    ],
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

/** A stored run, in a folder that goes when it is disposed of. */
export interface StoredLargeRun {
  readonly folder: ReturnType<typeof temporaryFolder>;
  readonly video: string;
  readonly db: string;
  readonly runId: number;
}

/** Stores a run of so many frames over a video that doesn't exist. */
export async function storeLargeRun(frames: number): Promise<StoredLargeRun> {
  const folder = temporaryFolder();
  const [video, db] = [join(folder.path, 'long.mp4'), join(folder.path, 'long.sqlite')];
  writeFileSync(video, 'It is known by its content, and never decoded.');
  return { folder, video, db, runId: await fill(db, video, frames) };
}

async function fill(db: string, video: string, frames: number): Promise<number> {
  await using store = await openStore(db);
  const plan = makePlan([metric], { path: video, identity: await identifyVideo(video) });
  await using ledger = await store.begin(plan);
  for await (const _ of store.run({ ledger, scored: scoredFrames(frames) }, newContext()));
  await ledger.finish({ frameCount: frames, issues: [] });
  return ledger.runs[0]!.runId;
}

/** Shots of some seconds, each with a look of its own, and pictures that change a little from one to the next. */
async function* scoredFrames(count: number): AsyncGenerator<ScoredFrame, void, undefined> {
  const random = createRandom(1);
  let shot = newShot();
  function newShot() {
    const hash = BigInt(Math.floor(random.between(0, 2 ** 32))) << 32n;
    return {
      left: random.between(25, 250),
      luma: random.between(0, 0.9),
      sharpness: random.between(0.1, 1),
      hash,
    };
  }
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const isFirst = shot.left-- < 1;
    if (isFirst) shot = newShot();
    const record: FrameRecord = {
      ...makeFrameRecord(ordinal),
      facts: {
        meanLuma: shot.luma + random.between(0, 0.05),
        contrast: random.between(0.01, 0.3),
        change: ordinal === 0 ? null : isFirst ? random.between(0.1, 0.4) : random.between(0.001, 0.05),
        sharpness: shot.sharpness * random.between(0.5, 1),
        noise: random.between(0.001, 0.02),
        blockiness: random.between(0, 0.2),
        shadows: random.between(0, 0.3),
        highlights: random.between(0, 0.1),
        dominance: random.between(0.05, 0.6),
        perceptualHash: shot.hash | BigInt(Math.floor(random.between(0, 256))),
      },
    };
    const score = { score: 3 + 3 * shot.luma + random.between(0, 2), distribution: null };
    yield { record, scores: new Map([[metric, score]]) };
  }
}
