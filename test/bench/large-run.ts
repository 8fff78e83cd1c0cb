import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FrameRecord, type ScoredFrame, silentLogger } from '@framesieve/core';
import { FramePool, identifyVideo } from '@framesieve/decoder';
import { root } from '@framesieve/scripts/workspace';
import { openStore } from '@framesieve/store';
import { createRandom } from '@framesieve/testkit/clips';
import { makeFrameRecord, makePlan } from '@framesieve/testkit/records';
import type { Case } from './measure.ts';

const metric = 'niqe/framesieve';

/** Most memory that selecting from a million frames may take. */
export const memoryLimitBytes = 600 * 1024 ** 2;

/** A stored run over a long video that doesn't exist, in a folder of its own. */
export interface LargeRun extends Disposable {
  readonly cases: readonly Case[];
  /** The most memory that a call of `framesieve select` has held so far. */
  readonly peakBytes: number;
}

/** Stores a run of so many frames, which takes a minute for a million. */
export async function makeLargeRun(frames: number): Promise<LargeRun> {
  const folder = mkdtempSync(join(tmpdir(), 'framesieve-bench-'));
  const [video, db, peak] = ['long.mp4', 'long.sqlite', 'peak'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(video, 'It is known by its content, and never decoded.');
  const runId = await fill(db, video, frames);
  const named = frames.toLocaleString('en');
  let peakBytes = 0;
  const read = async () => {
    await using store = await openStore(db);
    return (await store.scoreTable([runId])).ordinals.length;
  };
  const select = async () => {
    await runSelect([video, '--db', db, '--out', folder], peak);
    peakBytes = Math.max(peakBytes, Number(readFileSync(peak, 'utf8')));
    return frames;
  };
  return {
    cases: [
      { name: `read columns of ${named} stored frames`, run: read },
      { name: `framesieve select of ${named} frames`, run: select },
    ],
    get peakBytes() {
      return peakBytes;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function runSelect(args: readonly string[], peakFile: string): Promise<void> {
  const bin = join(root, 'packages', 'cli', 'bin', 'framesieve.mjs');
  const meter = join(import.meta.dirname, 'peak-memory.ts');
  const node = ['--conditions=@framesieve/source', `--import=${meter}`, bin, 'select', '--quiet'];
  const env = { ...process.env, PEAK_MEMORY_FILE: peakFile };
  await promisify(execFile)(process.execPath, [...node, ...args], { env });
}

async function fill(db: string, video: string, frames: number): Promise<number> {
  await using store = await openStore(db);
  const plan = makePlan([metric], { path: video, identity: await identifyVideo(video) });
  await using ledger = await store.begin(plan);
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  for await (const _ of store.run({ ledger, scored: scoredFrames(frames) }, context));
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
