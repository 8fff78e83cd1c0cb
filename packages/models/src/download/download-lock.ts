import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { FrameSieveError } from '@framesieve/core';
import { z } from 'zod';
import { pause } from './retry.ts';

/** A process that is downloading a file. */
export interface LockHolder {
  readonly host: string;
  readonly pid: number;
}

/** The right of one process, and of one download in it, to write to a part. */
export interface DownloadLock extends AsyncDisposable {
  /** Aborted when another process took the lock over, as after this machine has slept. */
  readonly lost: AbortSignal;
}

const touchEveryMs = 5_000;
const staleAfterMs = 120_000;
const guardStaleAfterMs = 10_000;
const pollEveryMs = 150;

// When this process started: a container that is started again gives its program the same pid.
const processStart = `${process.pid}@${Math.round(performance.timeOrigin)}`;

const contentSchema = z.object({ host: z.string(), pid: z.int().positive(), token: z.string() });
type Content = z.infer<typeof contentSchema>;

/**
 * Takes the lock that a file is, waiting while another process has it. A lock counts as left behind when its process is
 * gone, as far as that can be seen from this host, or when it has not been touched for two minutes.
 *
 * @param onWait called once when there is something to wait for, with whoever has the lock if that can be read.
 */
export async function takeLock(
  path: string,
  signal: AbortSignal,
  onWait?: (holder: LockHolder | null) => void,
): Promise<DownloadLock> {
  const token = `${processStart}/${randomUUID()}`;
  const text = JSON.stringify({ host: hostname(), pid: process.pid, token } satisfies Content);
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    if (await createNew(path, text)) return hold(path, text);
    const found = await look(path);
    if (found === null) continue;
    const isLeft = isLeftBehind(found);
    if (isLeft && (await removeLeftBehind(path))) continue;
    if (!isLeft && !told) {
      told = true;
      onWait?.(found.content && { host: found.content.host, pid: found.content.pid });
    }
    await pause(pollEveryMs, signal);
  }
}

function hold(path: string, text: string): DownloadLock {
  const lost = new AbortController();
  const touch = async () => {
    if (await isOwn(path, text)) await utimes(path, new Date(), new Date()).catch(() => {});
    else lost.abort(takenOver(path));
  };
  const timer = setInterval(() => void touch(), touchEveryMs).unref();
  return {
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      if (await isOwn(path, text)) await rm(path, { force: true }).catch(() => {});
    },
  };
}

/** What can't be read is no sign of another owner, unless it is gone. */
async function isOwn(path: string, text: string): Promise<boolean> {
  try {
    return (await readFile(path, 'utf8')) === text;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

async function createNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // The disk was full: an empty lock would keep everybody waiting.
    if (code === 'ENOSPC' || code === 'EDQUOT') await rm(path, { force: true });
    throw error;
  }
}

interface Found {
  readonly text: string;
  readonly content: Content | null;
  readonly touchedMs: number;
}

async function look(path: string): Promise<Found | null> {
  try {
    const { mtimeMs } = await stat(path);
    const text = await readFile(path, 'utf8');
    return { text, content: readContent(text), touchedMs: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function readContent(text: string): Content | null {
  try {
    return contentSchema.nullable().catch(null).parse(JSON.parse(text));
  } catch {
    // It is just being written, or its writer was killed.
    return null;
  }
}

function isLeftBehind({ content, touchedMs }: Found): boolean {
  if (Date.now() - touchedMs > staleAfterMs) return true;
  if (content === null || content.host !== hostname()) return false;
  if (content.pid === process.pid) return !content.token.startsWith(`${processStart}/`);
  return !processExists(content.pid);
}

/**
 * Removes a lock that was left behind. Only one process at a time may, lest one that judged the old lock removes the new one of
 * another; `false` when another one is about to.
 */
async function removeLeftBehind(path: string): Promise<boolean> {
  const guard = `${path}.takeover`;
  if (!(await createNew(guard, ''))) {
    const found = await look(guard);
    if (found && Date.now() - found.touchedMs > guardStaleAfterMs) await rm(guard, { force: true });
    return false;
  }
  try {
    const found = await look(path);
    if (found && isLeftBehind(found)) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
  return true;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists, but it is somebody else's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function takenOver(path: string): FrameSieveError {
  return new FrameSieveError({
    code: 'download-failed',
    message: `The download was taken over by another process: ${path} is no longer this one's.`,
    hint: 'Wait for the other one, or run the same command again.',
  });
}
