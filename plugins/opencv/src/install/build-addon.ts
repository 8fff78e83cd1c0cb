import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bindingVersion, moduleFile } from '../build-cache.ts';
import type { SystemOpenCv } from './find-system-opencv.ts';
import { runCommand } from './run-command.ts';

/** What {@link buildAddon} takes. */
export interface BuildRequest {
  /** An empty folder. */
  readonly work: string;
  readonly opencv: SystemOpenCv;
  /** See `findHeaders`. */
  readonly headers: string | null;
  readonly signal: AbortSignal;
}

/** Versions that were seen to work together. */
const packages = { '@u4/opencv4nodejs': bindingVersion, nan: '2.30.0', 'node-gyp': '10.3.1' };

/** The parts of OpenCV that are bound: all that reading videos takes. Compiling the others too would take minutes. */
const modules = ['core', 'highgui', 'imgcodecs', 'videoio'];
/** Lines of the list of sources that belong to other parts. */
const otherSources = /^\s*"cc\/(?!core\/|highgui\/|io\/)\w+\/.*\n/gm;

/**
 * Installs @u4/opencv4nodejs into a folder, without its scripts, and compiles it.
 *
 * @returns a folder that holds the module and its licence, and nothing else.
 */
export async function buildAddon({ work, opencv, headers, signal }: BuildRequest): Promise<string> {
  await writeFile(join(work, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  await runCommand('npm', ['install', ...flags], { folder: work, signal });

  const source = join(work, 'node_modules', '@u4', 'opencv4nodejs');
  // The package's own build script looks for its files in the wrong folder; its older description of the build, which
  // takes all settings from the environment, works once that path is right.
  const description = await readFile(join(source, 'binding_old.gyp'), 'utf8');
  const corrected = description.replaceAll('./install/', './cjs/install/').replace(otherSources, '');
  await writeFile(join(source, 'binding.gyp'), corrected);
  const selection = join(work, 'include');
  await mkdir(join(selection, 'opencv2'), { recursive: true });
  const defines = modules.map(name => `#define HAVE_OPENCV_${name.toUpperCase()}\n`);
  // Found before OpenCV's own header of this name, which would have every installed module bound.
  await writeFile(join(selection, 'opencv2', 'opencv_modules.hpp'), defines.join(''));

  const gyp = join(work, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const jobs = ['--jobs', String(availableParallelism())];
  const nodedir = headers === null ? [] : [`--nodedir=${headers}`];
  await runCommand(process.execPath, [gyp, 'rebuild', '--release', ...jobs, ...nodedir], {
    folder: source,
    signal,
    env: {
      OPENCV4NODEJS_DEFINES: 'OPENCV4NODEJS_FOUND_LIBRARY_CORE',
      OPENCV4NODEJS_INCLUDES: [selection, ...opencv.includes].join(';'),
      OPENCV4NODEJS_LIBRARIES: [
        `-L${opencv.libraries}`,
        ...modules.map(name => `-lopencv_${name}`),
        `-Wl,-rpath,${opencv.libraries}`,
      ].join(';'),
    },
  });

  const result = join(work, 'result');
  await mkdir(result);
  await copyFile(join(source, 'build', 'Release', moduleFile), join(result, moduleFile));
  await copyFile(join(source, 'LICENSE'), join(result, 'LICENSE'));
  return result;
}
