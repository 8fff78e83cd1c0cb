import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { isAlive, newOwner } from './owner.ts';

const now = 1_000_000_000;
const own = newOwner();
const ended = { ...own, pid: spawnSync(process.execPath, ['--version']).pid };
const sameProcess = newOwner();
const before = { ...own, token: `${own.pid}@1/an-earlier-process` };
const elsewhere = { ...ended, host: `not-${own.host}` };

it.each([
  ['its heartbeat is fresh and its process there', own, now - 59_000, true],
  ['it was suspended, or another process has its pid now: its heartbeat is old', own, now - 61_000, false],
  ['its process is gone, however fresh its heartbeat', ended, now, false],
  ['it is another ledger of this process', sameProcess, now, true],
  ['it had the pid that this process has now', before, now, false],
  ['it is on another host, where no process can be looked for', elsewhere, now - 59_000, true],
  ['it is on another host, and its heartbeat is old', elsewhere, now - 61_000, false],
])('judges an owner by its heartbeat and its process: %s', (_, owner, heartbeatMs, alive) => {
  expect(isAlive(owner, heartbeatMs, now)).toBe(alive);
});
