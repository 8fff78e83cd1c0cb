import { join, parse } from 'node:path';
import { fileNameOf, type VideoIdentity } from '@framesieve/core';
import { legalName } from './legal-name.ts';

/** Folder of a video's stills within an output folder: two videos of one name don't meet in it, and a video meets itself. */
export function stillsFolder(out: string, path: string, { sha256 }: VideoIdentity): string {
  return join(out, legalName(parse(fileNameOf(path)).name, `-${sha256.slice(0, 6)}`));
}
