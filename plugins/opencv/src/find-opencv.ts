import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { messageOf } from '@framesieve/core';
import { buildsFolder, moduleFile, runtimeSuffix } from './build-cache.ts';
import { loadAddon, type OpenCvAddon } from './opencv-addon.ts';
import { describeVersion } from './opencv-version.ts';

/** An OpenCV that is loaded. */
export interface FoundOpenCv {
  readonly addon: OpenCvAddon;
  /** Of OpenCV and of the FFmpeg that it decodes with, e.g. `4.6.0 (libavcodec 59.37.100)`. */
  readonly version: string;
}

/** The outcome of looking for OpenCV: what was found, and where it was looked for before in vain. */
export interface OpenCvSearch {
  readonly found: FoundOpenCv | null;
  readonly failed: readonly FailedCandidate[];
}

/** A place where no OpenCV was found that can be used. */
export interface FailedCandidate {
  /** Where, and what was wrong there. */
  readonly description: string;
  /** Whether somebody named this very module, and should know that it is not used. */
  readonly named: boolean;
}

interface Candidate {
  readonly origin: string;
  readonly file: string;
  readonly named: boolean;
}

/**
 * Looks for a compiled @u4/opencv4nodejs that loads: at the given path, among the builds of the installer, and where an
 * import would find the package, seen from here and from the working directory.
 *
 * @param path from the config; `null` when none was given.
 */
export function findOpenCv(path: string | null): OpenCvSearch {
  const failed: FailedCandidate[] = [];
  const fail = (description: string, named = false) => failed.push({ description, named });
  for (const { origin, file, named } of candidates(path, fail)) {
    try {
      const addon = loadAddon(file);
      return { found: { addon, version: describeVersion(addon) }, failed };
    } catch (error) {
      fail(`${origin} is of no use: ${messageOf(error).split('\n', 1)[0]}`, named);
    }
  }
  return { found: null, failed };
}

function* candidates(
  path: string | null,
  fail: (description: string, named?: boolean) => void,
): Generator<Candidate> {
  if (path !== null) {
    const file = path.endsWith('.node') ? path : join(path, 'build', 'Release', moduleFile);
    yield { origin: `the configured "${path}"`, file, named: true };
  }
  const builds = listBuilds(buildsFolder());
  yield* builds.map(file => ({ origin: `"${file}"`, file, named: false }));
  if (builds.length === 0) {
    fail(`there is no build for Node.js ABI ${process.versions.modules} in "${buildsFolder()}"`);
  }
  const installed = [...new Set([installedModule(import.meta.filename), installedModule(workingFile())])];
  const files = installed.filter(file => file !== null);
  yield* files.map(file => ({ origin: 'the installed package', file, named: false }));
  if (files.length === 0) fail('the package @u4/opencv4nodejs is not installed');
}

/** Modules compiled for this Node.js, the newest first. */
function listBuilds(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(name => name.startsWith('opencv4nodejs-') && name.endsWith(runtimeSuffix))
      .map(name => join(folder, name, moduleFile))
      .map(file => ({ file, madeMs: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null }))
      .filter(({ madeMs }) => madeMs !== null)
      .sort((a, b) => b.madeMs! - a.madeMs!)
      .map(({ file }) => file);
  } catch {
    return [];
  }
}

function installedModule(from: string): string | null {
  try {
    const main = createRequire(from).resolve('@u4/opencv4nodejs');
    return join(dirname(main), '..', '..', 'build', 'Release', moduleFile);
  } catch {
    return null;
  }
}

function workingFile(): string {
  return join(process.cwd(), 'framesieve.config.js');
}
