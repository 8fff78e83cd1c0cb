import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const packageFolder = join(import.meta.dirname, '..');
const pageFolders = ['page', 'src/api'];
/** Beside the installed packages, so that it is not packed, committed or linted. */
const builds = join(packageFolder, 'node_modules', '.framesieve-page');

/**
 * The folder of the built page, from source: it is built unless that was done for these very sources. Several processes may
 * ask at the same time.
 */
export async function pageFolder(): Promise<string> {
  const folder = join(builds, await digestOfSources());
  if (existsSync(folder)) return folder;
  await mkdir(builds, { recursive: true });
  const made = await mkdtemp(join(builds, 'new-'));
  try {
    await buildInto(made);
    await rename(made, folder);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  }
  await removeOthers(folder);
  return folder;
}

/** In a process of its own: building takes more memory than serving. */
async function buildInto(folder: string): Promise<void> {
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'build-page.ts'), folder]);
}

async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of pageFolders) {
    const files = await Array.fromAsync(glob('**/*', { cwd: join(packageFolder, folder) }));
    for (const file of files.sort()) {
      const path = join(packageFolder, folder, file);
      if (!(await stat(path)).isFile()) continue;
      hash.update(`${file}\0`).update(readFileSync(path));
    }
  }
  for (const file of [
    join(packageFolder, 'package.json'),
    join(packageFolder, '../report/src/chart/format.ts'),
  ])
    hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Builds of an hour ago and before: nobody serves them, or nobody will miss them for long. */
async function removeOthers(folder: string): Promise<void> {
  for (const name of await readdir(builds)) {
    const path = join(builds, name);
    if (path === folder) continue;
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}
