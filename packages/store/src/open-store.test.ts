import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnalysisPlan, type Store, silentLogger } from '@framesieve/core';
import { CountingAllocator, describeStore } from '@framesieve/testkit';
import { makePlan, makeScoredFrames } from '@framesieve/testkit/records';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './open-store.ts';

describeStore({ name: 'SQLite in memory', open: () => openStore(':memory:') });

let folder: string;
let count = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describeStore({ name: 'SQLite on disk', open: () => openStore(join(folder, `${count++}.sqlite`)) });

describe('openStore', () => {
  it.each([
    [
      'text',
      'not a database, but long enough to be taken for the header of one by its size alone',
      'is not an SQLite database',
    ],
    ['a damaged file', null, 'is damaged'],
  ])('refuses %s and leaves it as it is', async (_, content, problem) => {
    const file = join(folder, 'bad.sqlite');
    if (content !== null) writeFileSync(file, content.repeat(20));
    else {
      await (await openStore(file))[Symbol.asyncDispose]();
      writeFileSync(file, readFileSync(file).fill(0x55, 100, 4096));
    }
    const before = readFileSync(file);
    await expect(openStore(file)).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining(problem),
      hint: expect.any(String),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses the database of another program', async () => {
    const file = join(folder, 'other.sqlite');
    new Sqlite(file).exec('create table bookmarks (url text)').close();
    await expect(openStore(file)).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('belongs to another program'),
    });
  });

  it('refuses a newer schema', async () => {
    const file = join(folder, 'newer.sqlite');
    await (await openStore(file))[Symbol.asyncDispose]();
    const sqlite = new Sqlite(file);
    sqlite.pragma('user_version = 99');
    sqlite.close();
    await expect(openStore(file)).rejects.toMatchObject({ code: 'store-newer' });
  });

  it('refuses a folder', async () => {
    mkdirSync(join(folder, 'db.sqlite'));
    await expect(openStore(join(folder, 'db.sqlite'))).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining("can't be opened"),
    });
  });

  it('keeps what it holds when it is opened again', async () => {
    const file = join(folder, 'kept.sqlite');
    await using first = await openStore(file);
    const ledger = await first.begin(makePlan(['test/a']));
    await write(first, ledger, 0, 5);
    await ledger.finish({ frameCount: 5, issues: [] });
    await using second = await openStore(file);
    expect((await second.runs(makePlan([]).identity))[0]).toMatchObject({ scored: 5, state: 'complete' });
  });
});

it('notes where and in what state a video was seen', async () => {
  const file = join(folder, 'paths.sqlite');
  const video = join(folder, 'clip.mp4');
  writeFileSync(video, 'a video');
  {
    await using store = await openStore(file);
    for (const path of [video, join(folder, 'gone.mp4'), video]) {
      await using _ = await store.begin(makePlan(['test/a'], { path }));
    }
  }
  const sqlite = new Sqlite(file, { readonly: true });
  const paths = sqlite.prepare('select path, mtime_ms, size_bytes from video_path order by path').all();
  sqlite.close();
  const size_bytes = makePlan([]).identity.sizeBytes;
  expect(paths).toEqual([
    { path: video, mtime_ms: statSync(video).mtimeMs, size_bytes },
    { path: join(folder, 'gone.mp4'), mtime_ms: null, size_bytes },
  ]);
});

describe('two processes', () => {
  const child = join(import.meta.dirname, '..', 'test', 'write-slowly.ts');
  const plan: AnalysisPlan = makePlan(['test/a']);
  const start = (file: string) => fork(child, [file], { execArgv: ['--conditions=@framesieve/source'] });

  it('lets others read while one writes, but not write', async () => {
    const file = join(folder, 'shared.sqlite');
    const writer = start(file);
    await once(writer, 'message');
    await using store = await openStore(file);
    expect((await store.runs(plan.identity))[0]).toMatchObject({ state: 'running' });
    await expect(store.begin(plan)).rejects.toMatchObject({
      code: 'store-busy',
      message: expect.stringContaining(String(writer.pid)),
    });
    writer.kill('SIGKILL');
    await once(writer, 'exit');
  });

  it('lets only one of several that start together write', async () => {
    const file = join(folder, 'race.sqlite');
    const writers = [start(file), start(file), start(file)];
    const outcomes = await Promise.all(
      writers.map(writer => Promise.race([once(writer, 'message'), once(writer, 'exit')])),
    );
    for (const writer of writers) writer.kill('SIGKILL');
    expect(outcomes.filter(([outcome]) => outcome === 'committed')).toHaveLength(1);
    expect(outcomes.filter(([outcome]) => outcome === 'store-busy')).toHaveLength(2);
  });

  it('ends with the same rows after being killed, again and again, as without', async () => {
    const killed = join(folder, 'killed.sqlite');
    const frames = 2000;
    for (const delayMs of [0, 30, 90]) {
      const writer = start(killed);
      await once(writer, 'message');
      await new Promise(resolve => setTimeout(resolve, delayMs));
      writer.kill('SIGKILL');
      await once(writer, 'exit');
    }
    await using store = await openStore(killed);
    const ledger = await store.begin(plan);
    const { reused } = ledger.runs[0]!;
    expect(reused).toBeGreaterThan(0);
    expect(reused).toBeLessThan(frames);
    expect(ledger.pending(reused)).toEqual(['test/a']);
    await write(store, ledger, reused, frames);
    await ledger.finish({ frameCount: frames, issues: [] });

    await using whole = await openStore(':memory:');
    const other = await whole.begin(plan);
    await write(whole, other, 0, frames);
    await other.finish({ frameCount: frames, issues: [] });
    expect(await Array.fromAsync(store.scores(ledger.runs[0]!.runId))).toEqual(
      await Array.fromAsync(whole.scores(other.runs[0]!.runId)),
    );
  });
});

async function write(store: Store, ledger: Awaited<ReturnType<Store['begin']>>, from: number, to: number) {
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    frames: new CountingAllocator(),
  };
  const scored = makeScoredFrames(['test/a'], from, to);
  for await (const _ of store.run({ ledger, scored }, context));
}
