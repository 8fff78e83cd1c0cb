import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstallOptions } from './install-opencv.ts';

const pollMs = 500;

/**
 * Runs work while no other process on this machine runs it under the same lock. A lock whose process is gone is taken
 * over; should two do so at once, both work, and make the same.
 *
 * @throws the signal's reason when it aborts while waiting.
 */
export async function withBuildLock<T>(
  file: string,
  { say, signal }: InstallOptions,
  work: () => Promise<T>,
): Promise<T> {
  for (let waited = false; !(await take(file)); waited = true) {
    const holder = Number(await readFile(file, 'utf8').catch(() => 0));
    if (holder === 0) continue;
    if (!isRunning(holder)) {
      await rm(file, { force: true });
      continue;
    }
    if (!waited) say(`Waiting for process ${holder}, which is building the same …`);
    await sleep(pollMs, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** Takes the lock by a hard link, which appears with its content or not at all. */
async function take(file: string): Promise<boolean> {
  const claim = `${file}.${randomUUID()}`;
  await writeFile(claim, String(process.pid));
  try {
    await link(claim, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(claim, { force: true });
  }
}

/** Whether there is a process of this number. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
