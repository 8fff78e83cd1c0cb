import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnalysisPlan,
  defaultSelection,
  type ScoredFrame,
  type Selection,
  type Store,
  silentLogger,
} from '@framesieve/core';
import { openStore } from '@framesieve/store';
import { makeDecodeDescription, makeMetric, makePlan, makeScoredFrames } from '@framesieve/testkit/records';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LibraryTeller } from './describe-library.ts';
import { LibraryBook } from './library-book.ts';

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-library-'));
  store = await openStore(join(folder, 'scores.sqlite'));
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Stores scores of so many frames of a made-up video, every so many. */
async function analyze(plan: AnalysisPlan, end: number, every = 1): Promise<void> {
  const ids = plan.metrics.map(metric => metric.id);
  async function* scored(): AsyncGenerator<ScoredFrame> {
    for await (const frame of makeScoredFrames(ids, 0, end))
      if (frame.record.ordinal % every === 0) yield frame;
  }
  const frames = { acquire: () => Promise.reject(new Error('No frame is needed.')) };
  const context = { signal: new AbortController().signal, logger: silentLogger, frames };
  await using ledger = await store.begin(plan);
  for await (const _ of store.run({ ledger, scored: scored() }, context));
  await ledger.finish({ frameCount: end, issues: [] });
}

const identity = (digit: string, sizeBytes = 1000) => ({ sizeBytes, sha256: digit.repeat(64) });

async function tell(options: Partial<ConstructorParameters<typeof LibraryTeller>[0]> = {}) {
  const { signal } = new AbortController();
  const library = new LibraryBook(store, { ranking: options.ranking ?? [], directions: {} });
  const own = { store, readOnly: false, version: '1.2.3', start: null, named: null, ranking: [], signal };
  return new LibraryTeller({ ...own, ...options }).tell(await library.snapshot());
}

describe('a library', () => {
  it('has each video with its decodes, the newest first, by its name', async () => {
    const name = '<img src=x onerror=alert(1)> & "quotes".mp4';
    await analyze(makePlan(['a/a'], { path: join(folder, name), identity: identity('1') }), 40);
    await analyze(makePlan(['a/a'], { path: '/gone/second.mp4', identity: identity('2') }), 10);
    const decode = makeDecodeDescription({ decoder: { id: 'other', version: '2' } });
    await analyze(
      makePlan(['a/a', 'b/b'], { path: '/gone/second.mp4', identity: identity('2'), decode }),
      20,
    );
    const told = await tell();
    expect(told).toMatchObject({ database: 'scores.sqlite', readOnly: false, version: '1.2.3', start: null });
    expect(told.videos.map(video => video.name)).toEqual(['second.mp4', name]);
    const [second, first] = told.videos;
    expect(second!.decodes.map(entry => [entry.decoder, entry.runs.length])).toEqual([
      ['other', 2],
      ['fake', 1],
    ]);
    expect(first!.decodes[0]).toMatchObject({
      ...{ codec: 'h264', width: 320, height: 240, aspect: 4 / 3, frameCount: 40, pickCount: null },
      ...{ lastSeconds: 39 / 25, poster: 19 },
      runs: [
        { metric: 'a/a', direction: 'lower', state: 'complete', refines: false, scored: 38, unscorable: 2 },
      ],
    });
  });

  it('puts the metric first by which the settings rank, or that of the newest selection', async () => {
    await analyze(makePlan(['a/a', 'b/b', 'c/c']), 40);
    const first = async (ranking: readonly string[]) =>
      (await tell({ ranking })).videos[0]!.decodes[0]!.runs.map(run => run.metric)[0];
    expect(await first(['b/b'])).toBe('b/b');
    const runs = (await store.videos())[0]!.runs;
    const idOf = (metric: string) => runs.find(run => run.metric.id === metric)!.runId;
    const selection: Selection = {
      settings: { ...defaultSelection, weights: { 'a/a': 0 } },
      picked: [{ ordinal: 7, rank: 1, tier: 'top', reason: 'It is the best.' }],
      rejected: [],
      relaxed: [],
    };
    await store.saveSelection([idOf('a/a'), idOf('c/c')], selection);
    await store.saveOverride(runs[0]!.decodeId, 9, 'added');
    expect(await first(['b/b'])).toBe('c/c');
    expect((await tell()).videos[0]!.decodes[0]).toMatchObject({ pickCount: 2, poster: 7 });
  });

  it('knows the end of a sparse run, and a stored frame in its middle', async () => {
    await analyze(makePlan(['a/a']), 1000, 30);
    const [decode] = (await tell()).videos[0]!.decodes;
    expect(decode).toMatchObject({ lastSeconds: 990 / 25, frameCount: 1000, poster: 510 });
    expect(await store.frames(decode!.decodeId, [decode!.poster!])).toHaveLength(1);
  });

  it('says whether a video is there, by the size of its file', async () => {
    const path = join(folder, 'video.mp4');
    await analyze(makePlan(['a/a'], { path, identity: identity('1', 5) }), 5);
    const isFound = async () => (await tell()).videos[0]!.isFound;
    expect(await isFound()).toBe(false);
    await writeFile(path, 'other size');
    expect(await isFound()).toBe(false);
    await writeFile(path, 'right');
    expect(await isFound()).toBe(true);
  });

  it('counts the turn and the shape of pixels of a picture', async () => {
    const { stream } = makeDecodeDescription();
    const turned = { ...stream, rotation: 270 as const, pixelAspect: { numerator: 4, denominator: 3 } };
    await analyze(makePlan(['a/a'], { decode: makeDecodeDescription({ stream: turned }) }), 5);
    expect((await tell()).videos[0]!.decodes[0]!.aspect).toBeCloseTo(240 / (320 * (4 / 3)));
  });
});

describe('what is known of a library', () => {
  it('is read anew when somebody has changed something, and only then', async () => {
    await analyze(makePlan(['a/a']), 5);
    const book = new LibraryBook(store, { ranking: [], directions: { 'a/a': 'higher' } });
    const before = await book.snapshot();
    expect(await book.snapshot()).toBe(before);
    await using other = await openStore(join(folder, 'scores.sqlite'));
    const [run] = (await other.videos())[0]!.runs;
    await other.saveOverride(run!.decodeId, 2, 'removed');
    const after = await book.snapshot();
    expect(after).not.toBe(before);
    expect(after.picks).not.toEqual(before.picks);
    expect((await book.decode(run!.decodeId)).newest[0]!.metric.direction).toBe('higher');
    await expect(book.decode(99)).rejects.toMatchObject({ status: 404 });
  });

  it('prefers runs over everything to those over chosen frames', async () => {
    await analyze(makePlan(['a/a']), 40);
    await analyze({ ...makePlan(['a/a', 'b/b']), metrics: [makeMetric('b/b')], chosen: [0, 10, 20] }, 21, 10);
    const book = new LibraryBook(store, { ranking: ['b/b'], directions: {} });
    const { decodes } = await book.snapshot();
    const [decode] = [...decodes.values()];
    expect(decode!.newest.map(run => [run.metric.id, run.scope])).toEqual([
      ['a/a', 'sampled'],
      ['b/b', 'chosen'],
    ]);
  });
});
