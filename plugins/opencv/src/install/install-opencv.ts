import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildName, buildsFolder, moduleFile } from '../build-cache.ts';
import { buildAddon } from './build-addon.ts';
import { isRunning, withBuildLock } from './build-lock.ts';
import { findHeaders } from './find-headers.ts';
import { findSystemOpenCv } from './find-system-opencv.ts';
import { runCommand } from './run-command.ts';

/** What {@link installOpenCv} takes. */
export interface InstallOptions {
  /** Takes what a person should know. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Compiles @u4/opencv4nodejs against the system's OpenCV, for this Node.js, unless that was done before. The build
 * appears under its name only when it is complete and was seen to load, so an interrupted one leaves nothing behind
 * that is taken for a build.
 *
 * @returns the path of the compiled module.
 * @throws FrameSieveError `decoder-unavailable` when something that compiling needs is missing, or compiling fails.
 */
export async function installOpenCv({ say, signal }: InstallOptions): Promise<string> {
  const opencv = await findSystemOpenCv(signal);
  const folder = buildsFolder();
  const target = join(folder, buildName(opencv.version));
  const file = join(target, moduleFile);
  await mkdir(folder, { recursive: true });
  await withBuildLock(`${target}.lock`, { say, signal }, async () => {
    if (existsSync(file) && (await loads(file, signal))) return;
    await removeAbandoned(folder);
    const work = await mkdtemp(join(folder, `.building-${process.pid}-`));
    try {
      say(
        `Compiling @u4/opencv4nodejs for Node.js ${process.version} and OpenCV ${opencv.version}; some minutes …`,
      );
      const result = await buildAddon({ work, opencv, headers: findHeaders(), signal });
      await runCommand(process.execPath, ['-e', 'require(process.argv[1])', join(result, moduleFile)], {
        signal,
      });
      await rm(target, { recursive: true, force: true });
      await rename(result, target);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
  return file;
}

/** Removes what builds have left that were killed. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const builder = /^\.building-(\d+)-/.exec(name)?.[1];
    if (builder !== undefined && !isRunning(Number(builder)))
      await rm(join(folder, name), { recursive: true });
  }
}

/** Whether a module loads, in a process of its own: it may have been compiled against libraries that are gone. */
async function loads(file: string, signal: AbortSignal): Promise<boolean> {
  return runCommand(process.execPath, ['-e', 'require(process.argv[1])', file], { signal }).then(
    () => true,
    () => {
      signal.throwIfAborted();
      return false;
    },
  );
}
