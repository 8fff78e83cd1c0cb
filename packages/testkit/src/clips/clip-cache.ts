import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { generatorVersion } from './generator-version.ts';

/** A file from the cache, with the truth that was kept beside it. */
export interface CachedFile<Truth> {
  readonly file: string;
  readonly truth: Truth;
}

/** What to find in the cache, or to make. */
export interface CacheEntry<Truth> {
  /** Name of the file, e.g. `clip.mp4`. */
  readonly name: string;
  /** All that decides its content, as plain data. */
  readonly key: unknown;
  make(file: string): Promise<Truth>;
}

/**
 * Returns a generated file from the cache, or makes it. The key is joined by the generator's own source and the
 * version of FFmpeg's libraries, so a change of either makes new files. Processes that make the same file at the same
 * time don't disturb each other: each makes it in a folder of its own, and the first to rename it wins.
 */
export async function cached<Truth>(entry: CacheEntry<Truth>): Promise<CachedFile<Truth>> {
  const root = join(tmpdir(), `framesieve-clips-${userInfo().uid}`);
  const hash = createHash('sha256').update(await generatorVersion());
  const folder = join(
    root,
    hash
      .update(JSON.stringify([entry.name, entry.key]))
      .digest('hex')
      .slice(0, 24),
  );
  const found = await read<Truth>(folder, entry.name);
  if (found) return found;
  const working = join(root, `making-${randomUUID()}`);
  await mkdir(working, { recursive: true });
  try {
    const truth = await entry.make(join(working, entry.name));
    await writeFile(join(working, 'truth.json'), JSON.stringify(truth));
    await rename(working, folder).catch(error => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
    });
  } finally {
    await rm(working, { recursive: true, force: true });
  }
  return (await read<Truth>(folder, entry.name))!;
}

async function read<Truth>(folder: string, name: string): Promise<CachedFile<Truth> | null> {
  try {
    const truth = JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as Truth;
    return { file: join(folder, name), truth };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
