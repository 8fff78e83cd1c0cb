import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../test/download-parts.ts';
import { takeLock } from './download-lock.ts';

const { signal } = new AbortController();
const endedPid = spawnSync(process.execPath, ['--version']).pid;
const parent = { host: hostname(), pid: process.ppid, token: 'x' };
const old = new Date(Date.now() - 180_000);

async function leaveLock(folder: string, content: unknown, touched = new Date()): Promise<string> {
  const path = join(folder, 'model.bin.lock');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  await utimes(path, touched, touched);
  return path;
}

it.each<[string, unknown, Date | undefined]>([
  ['whose process is gone', { ...parent, pid: endedPid }, undefined],
  ['of this pid, before it was this process’s', { ...parent, pid: process.pid }, undefined],
  ['that was not touched for minutes', parent, old],
  ['of another host that was not touched for minutes', { ...parent, host: 'elsewhere' }, old],
  ['that can not be read and is old', '', old],
])('takes over a lock %s', async (_, content, touched) => {
  await using folder = await temporaryFolder();
  const path = await leaveLock(folder.path, content, touched);
  {
    await using _ = await takeLock(path, signal, () => expect.unreachable());
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ host: hostname(), pid: process.pid });
    expect(await readdir(folder.path)).toEqual(['model.bin.lock']);
  }
  expect(await readdir(folder.path)).toEqual([]);
});

it.each<[string, unknown, unknown]>([
  ['of a living process', parent, { host: hostname(), pid: process.ppid }],
  ['of another host', { ...parent, host: 'elsewhere', pid: endedPid }, { host: 'elsewhere', pid: endedPid }],
  ['that can not be read', '{"host":', null],
])('waits for a lock %s', async (_, content, expected) => {
  await using folder = await temporaryFolder();
  const path = await leaveLock(folder.path, content);
  const holders: unknown[] = [];
  const controller = new AbortController();
  const waiting = takeLock(path, controller.signal, holder => {
    holders.push(holder);
    setTimeout(() => controller.abort(new Error('Enough.')), 400);
  });
  await expect(waiting).rejects.toThrow('Enough.');
  expect(holders).toEqual([expected]);
  expect(await readdir(folder.path)).toEqual(['model.bin.lock']);
});

it('goes to one at a time', async () => {
  await using folder = await temporaryFolder();
  const path = await leaveLock(folder.path, { ...parent, pid: endedPid });
  let holding = 0;
  let most = 0;
  const hold = async () => {
    await using _ = await takeLock(path, signal);
    most = Math.max(most, ++holding);
    await new Promise(resolve => setTimeout(resolve, 5));
    holding--;
  };
  await Promise.all(Array.from({ length: 6 }, hold));
  expect(most).toBe(1);
  for (let round = 0; round < 4; round++) {
    await leaveLock(folder.path, { ...parent, pid: endedPid });
    await Promise.all(Array.from({ length: 3 }, hold));
    expect(most).toBe(1);
  }
  expect(await readdir(folder.path)).toEqual([]);
});

it('leaves a lock alone that another process has taken over', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'model.bin.lock');
  {
    await using _ = await takeLock(path, signal);
    await leaveLock(folder.path, parent);
  }
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(parent);
});

it('leaves it to one process to remove what was left behind', async () => {
  await using folder = await temporaryFolder();
  const path = await leaveLock(folder.path, { ...parent, pid: endedPid });
  await writeFile(`${path}.takeover`, '');
  const taking = takeLock(path, signal);
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: endedPid });
  await rm(`${path}.takeover`);
  await using _ = await taking;
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
});

it('gets past a takeover that was killed', async () => {
  await using folder = await temporaryFolder();
  const path = await leaveLock(folder.path, { ...parent, pid: endedPid });
  await writeFile(`${path}.takeover`, '');
  await utimes(`${path}.takeover`, old, old);
  {
    await using _ = await takeLock(path, signal);
    expect(await readdir(folder.path)).toEqual(['model.bin.lock']);
  }
  expect(await readdir(folder.path)).toEqual([]);
});

it('notices within seconds that another process has taken it over', async () => {
  await using folder = await temporaryFolder();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    await using lock = await takeLock(join(folder.path, 'model.bin.lock'), signal);
    const lost = new Promise<unknown>(resolve =>
      lock.lost.addEventListener('abort', () => resolve(lock.lost.reason)),
    );
    await leaveLock(folder.path, parent);
    vi.advanceTimersByTime(5_000);
    expect(await lost).toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('taken over'),
    });
  } finally {
    vi.useRealTimers();
  }
});

it('shows every few seconds that it is held', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'model.bin.lock');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    await using _ = await takeLock(path, signal);
    await utimes(path, old, old);
    vi.advanceTimersByTime(5_000);
    await vi.waitFor(async () => expect((await stat(path)).mtimeMs).toBeGreaterThan(Date.now() - 60_000));
  } finally {
    vi.useRealTimers();
  }
});
