import { stat } from 'node:fs/promises';
import { isUrl, type VideoRecord } from '@framesieve/core';
import { identifyVideo } from '@framesieve/decoder';
import type { NamedVideo } from '../viewer-options.ts';

/** The paths at which a video may be, that which was named first, then that at which it was seen last. */
export function pathsOf({ videoId, paths }: VideoRecord, named: NamedVideo | null): readonly string[] {
  return named?.videoId === videoId ? [named.path, ...paths.filter(path => path !== named.path)] : paths;
}

/**
 * Whether a file of the video's size is at one of its paths. What it holds is looked at only when its frames are read; an
 * address counts as there, and numbered pictures are looked at.
 */
export async function isFound(
  video: VideoRecord,
  named: NamedVideo | null,
  signal: AbortSignal,
): Promise<boolean> {
  const { sizeBytes, sha256 } = video.identity;
  for (const path of pathsOf(video, named)) {
    if (isUrl(path)) return true;
    const stats = await stat(path).catch(() => null);
    if (stats ? stats.isFile() && stats.size === sizeBytes : await isSequence(path)) return true;
  }
  return false;

  async function isSequence(path: string): Promise<boolean> {
    if (!/[%*]/.test(path)) return false;
    const identity = await identifyVideo(path, signal).catch(() => null);
    return identity?.sha256 === sha256;
  }
}
