import { homedir } from 'node:os';
import { join } from 'node:path';

/** The compiled module, in the folder of its build. */
export const moduleFile = 'opencv4nodejs.node';

/** The release of @u4/opencv4nodejs that is compiled. */
export const bindingVersion = '7.1.2';

/** Where builds of @u4/opencv4nodejs lie: `FRAMESIEVE_OPENCV`, else a folder among the user's cached files. */
export function buildsFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env.FRAMESIEVE_OPENCV) return env.FRAMESIEVE_OPENCV;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'framesieve', 'opencv');
}

/** The folder's name of a build: all that a compiled module depends on. */
export function buildName(opencvVersion: string): string {
  return `opencv4nodejs-${bindingVersion}-opencv-${opencvVersion}${runtimeSuffix}`;
}

/** The last part of a build's name: the Node.js and the machine that it was compiled for. */
export const runtimeSuffix = `-node-abi${process.versions.modules}-${process.platform}-${process.arch}`;
