import { shownPath, type VideoIdentity } from '@framesieve/core';
import { type Check, failed, type ManifestExport, notChecked } from '@framesieve/exporter';

/** A video that was named as the source of stills. */
export interface NamedSource {
  readonly path: string;
  readonly identity: VideoIdentity;
  /** Whether it is of none of the exports. */
  readonly isStranger: boolean;
}

/**
 * Identifies the videos that were named as sources of exports.
 *
 * @throws FrameSieveError what is wrong with one of them.
 */
export async function identifySources(
  paths: readonly string[],
  exports: readonly ManifestExport[],
  signal: AbortSignal,
): Promise<readonly NamedSource[]> {
  const { identifyVideo } = await import('@framesieve/decoder');
  const sources: NamedSource[] = [];
  for (const path of paths) {
    const identity = await identifyVideo(path, signal);
    sources.push({ path, identity, isStranger: !exports.some(({ source }) => isSame(identity, source)) });
  }
  return sources;
}

/**
 * Finds the video that stills were made from, by its content: among those that were named, then where it lay.
 *
 * @returns its path, or why it can't be had.
 */
export async function findSource(
  { source }: ManifestExport,
  named: readonly NamedSource[],
  signal: AbortSignal,
): Promise<string | Check> {
  const found = named.find(({ identity }) => isSame(identity, source));
  if (found) return found.path;
  const { identifyVideo } = await import('@framesieve/decoder');
  try {
    if (isSame(await identifyVideo(source.path, signal), source)) return source.path;
    return failed(`"${shownPath(source.path)}" is not the video that it was made from`);
  } catch {
    signal.throwIfAborted();
    if (named.some(({ isStranger }) => isStranger))
      return failed('what --source names is not the video that it was made from');
    return notChecked(`its video "${shownPath(source.path)}" can't be found: name it with --source`);
  }
}

function isSame(a: VideoIdentity, b: VideoIdentity): boolean {
  return a.sha256 === b.sha256 && a.sizeBytes === b.sizeBytes;
}
