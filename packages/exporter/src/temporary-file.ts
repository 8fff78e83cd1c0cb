import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

// The host and the process are in the name, so that the next export can tell whether the writer is still alive.
const pattern = /^\.framesieve-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.tmp$/;
const staleAfterMs = 3_600_000;
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A new name for a file that is being written in a folder. */
export function temporaryPath(folder: string): string {
  return join(folder, `.framesieve-${host}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
}

/** Writes a new file so that it is on the disk when this returns. Leaves nothing behind when it fails. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    await removeTemporary(path);
    throw error;
  }
}

/**
 * Removes a temporary file if it is still there. One that can't be removed now, as in a folder that has become read-only,
 * is a stale one for the next export: what failed before is what to tell.
 */
export async function removeTemporary(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => {});
}

/** Makes a rename in this folder durable, where the system has such a thing. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Windows can't open a folder, and some network file systems can't sync one.
  }
}

/** Removes the temporary files of exports that were killed; those of living ones stay. */
export async function removeStaleFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const match = pattern.exec(name);
    if (match && (await isStale(join(folder, name), match[1]!, Number(match[2])))) {
      await rm(join(folder, name), { force: true });
    }
  }
}

async function isStale(path: string, writerHost: string, writer: number): Promise<boolean> {
  if (writerHost === host && !isAlive(writer)) return true;
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > staleAfterMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
