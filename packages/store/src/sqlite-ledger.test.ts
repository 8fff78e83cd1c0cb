import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyFrame } from '@framesieve/core';
import { makePlan, makeScoredFrames } from '@framesieve/testkit/records';
import Sqlite, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connect } from './connection.ts';
import { migrate } from './migrations/migrate.ts';
import { heartbeatIntervalMs } from './owner.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const plan = makePlan(['test/a']);
let folder: string;
let file: string;
let sqlite: Database;
let other: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-ledger-'));
  file = join(folder, 'ledger.sqlite');
  [sqlite, other] = [new Sqlite(file, { timeout: 0 }), new Sqlite(file, { timeout: 0 })];
  migrate(sqlite, file);
});

afterEach(() => {
  vi.useRealTimers();
  sqlite.close();
  other.close();
  rmSync(folder, { recursive: true, force: true });
});

const begin = (changes: Partial<typeof plan> = {}) =>
  new SqliteLedger(connect(sqlite), { ...plan, ...changes }, file);
const runRow = () => other.prepare('select state, heartbeat_ms from run').get();

it('goes on showing that it lives after the database was locked for a while', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  await using _ = begin();
  other.exec('begin immediate');
  vi.advanceTimersByTime(heartbeatIntervalMs);
  other.exec('rollback');
  vi.advanceTimersByTime(heartbeatIntervalMs);
  expect(runRow()).toEqual({ state: 'running', heartbeat_ms: Date.now() });
});

it('stops showing that it lives once another took its run over', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  await using _ = begin();
  other.exec("update run set owner_token = 'another', heartbeat_ms = 1");
  vi.advanceTimersByTime(heartbeatIntervalMs);
  expect(vi.getTimerCount()).toBe(0);
  expect(runRow()).toEqual({ state: 'running', heartbeat_ms: 1 });
});

it('writes nothing more once another took its run over, and leaves the run to it', async () => {
  const frames = await Array.fromAsync(makeScoredFrames(['test/a'], 0, 2));
  const ledger = begin();
  ledger.commit(frames.slice(0, 1));
  other.exec("update run set owner_token = 'another'");
  expect(() => ledger.commit(frames.slice(1))).toThrow('took this run over');
  await ledger[Symbol.asyncDispose]();
  expect(other.prepare('select count(*) from score').pluck().get()).toBe(1);
  expect(other.prepare('select state, owner_token from run').get()).toEqual({
    state: 'running',
    owner_token: 'another',
  });
});

it.each([
  ['samples', { fingerprint: 1n }],
  ['timestamp', { ptsTicks: 123_456 }],
])('refuses a frame that comes with another %s than the stored one', async (_, changes) => {
  const [frame] = await Array.fromAsync(makeScoredFrames(['test/a'], 0, 1));
  begin().commit([frame!]);
  const again = begin({ resume: false });
  const other = { ...frame!, record: { ...frame!.record, ...changes } };
  expect(() => again.commit([other])).toThrow('decoded differently');
  await again[Symbol.asyncDispose]();
});

it('says in a sentence that the end of a run can not be written, and hides no earlier error by it', async () => {
  const ledger = begin();
  other.exec('begin immediate');
  await expect(ledger.finish({ frameCount: 0, issues: [] })).rejects.toMatchObject({
    code: 'store-busy',
    message: `The database "${file}" is locked by another program.`,
  });
  await expect(ledger[Symbol.asyncDispose]()).resolves.toBeUndefined();
});

it('owns nothing when it could not be begun', async () => {
  const first = begin();
  await first.finish({ frameCount: 0, issues: [] });
  expect(() => begin({ sampling: { ...everyFrame, every: 0 } })).toThrow('`every`');
  expect(runRow()).toEqual({ state: 'complete', heartbeat_ms: null });
});
