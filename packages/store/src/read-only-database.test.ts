import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@framesieve/core';
import { CountingAllocator } from '@framesieve/testkit';
import { makeFrameRecord, makePlan, makeScoredFrames } from '@framesieve/testkit/records';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFirstDatabase } from '../test/first-database.ts';
import { openStore } from './open-store.ts';

const child = join(import.meta.dirname, '..', 'test', 'read-only.ts');

/** Nothing is forbidden to the superuser, who becomes nobody to read. */
const reader = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const canRead =
  process.platform !== 'win32' && spawnSync(process.execPath, ['--check', child], reader).status === 0;
const why = canRead ? '' : ' (skipped: no user without rights can run the program here)';
const sharpness = makeFrameRecord(1).facts.sharpness;

let folder: string;
let shelf: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-read-only-'));
  chmodSync(folder, 0o755);
  [shelf, file] = [join(folder, 'shelf'), join(folder, 'shelf', 'scores.sqlite')];
  mkdirSync(shelf);
  mkdirSync(join(folder, 'temporary'));
  chmodSync(join(folder, 'temporary'), 0o777);
});
afterEach(() => {
  chmodSync(shelf, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the store that writes, with 30 frames in it. */
async function makeStore() {
  const store = await openStore(file);
  const ledger = await store.begin(makePlan(['test/a']));
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    frames: new CountingAllocator(),
  };
  const scored = makeScoredFrames(['test/a'], 0, 30);
  for await (const _ of store.run({ ledger, scored }, context));
  await ledger.finish({ frameCount: 30, issues: [] });
  await store.saveOverride(ledger.decodeId, 4, 'added');
  return store;
}

/** What a process finds that may not write, which leaves nothing anywhere. */
async function readElsewhere(...more: readonly string[]): Promise<unknown> {
  const before = readdirSync(shelf);
  const env = { ...process.env, TMPDIR: join(folder, 'temporary') };
  const process_ = fork(child, [file, ...more], {
    ...reader,
    env,
    execArgv: ['--conditions=@framesieve/source'],
  });
  const [message] = await Promise.race([once(process_, 'message'), once(process_, 'exit')]);
  if (process_.exitCode === null) await once(process_, 'exit');
  expect(readdirSync(shelf)).toEqual(before);
  expect(readdirSync(join(folder, 'temporary'))).toEqual([]);
  return message;
}

describe.skipIf(!canRead)(`a database that can only be read${why}`, () => {
  const refusal = expect.stringContaining("can't be written to");

  it.each([
    ['a folder that can only be read', 0o555, 0o644],
    ['a file that can only be read', 0o777, 0o444],
  ])('is read in %s', async (_, folderMode, fileMode) => {
    await (await makeStore())[Symbol.asyncDispose]();
    chmodSync(file, fileMode);
    chmodSync(shelf, folderMode);
    const before = readFileSync(file);
    expect(await readElsewhere()).toEqual({ readOnly: true, frames: 30, sharpness, added: [4], refusal });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('leaves no copy behind in a process that ends on the spot', async () => {
    await (await makeStore())[Symbol.asyncDispose]();
    chmodSync(shelf, 0o555);
    expect(await readElsewhere('leave')).toEqual({
      readOnly: true,
      frames: 30,
      sharpness,
      added: [4],
      refusal,
    });
  });

  it('is read with an older schema', async () => {
    makeFirstDatabase(file, 40);
    chmodSync(shelf, 0o555);
    expect(await readElsewhere()).toEqual({
      readOnly: true,
      frames: 40,
      sharpness: null,
      added: [],
      refusal,
    });
  });

  it('is read while somebody else writes to it', async () => {
    await using _store = await makeStore();
    expect(readdirSync(shelf)).toContain('scores.sqlite-wal');
    chmodSync(shelf, 0o555);
    expect(await readElsewhere()).toEqual({ readOnly: true, frames: 30, sharpness, added: [4], refusal });
  });

  it('is read where a writer was killed', async () => {
    const writer = fork(join(import.meta.dirname, '..', 'test', 'write-slowly.ts'), [file], {
      execArgv: ['--conditions=@framesieve/source'],
    });
    await once(writer, 'message');
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    chmodSync(shelf, 0o555);
    expect(await readElsewhere()).toMatchObject({ readOnly: true, refusal });
  });
});

it('is made by those who write only', async () => {
  await expect(openStore(file, { mode: 'existing' })).rejects.toMatchObject({ code: 'store-failed' });
  expect(readdirSync(shelf)).toEqual([]);
});
