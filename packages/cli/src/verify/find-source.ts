import { shownPath, type VideoIdentity } from '@framesieve/core';
import { type Check, failed, type ManifestExport, notChecked } from '@framesieve/exporter';

/** A video that was named as the source of stills. */
export interface NamedSource {
  readonly path: string;
  readonly identity: VideoIdentity;
}

/**
 * Identifies the videos that were named as sources.
 *
 * @throws FrameSieveError what is wrong with one of them.
 */
export async function identifySources(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly NamedSource[]> {
  const { identifyVideo } = await import('@framesieve/decoder');
  const sources: NamedSource[] = [];
  for (const path of paths) sources.push({ path, identity: await identifyVideo(path, signal) });
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
  const isIt = ({ sha256, sizeBytes }: VideoIdentity) =>
    sha256 === source.sha256 && sizeBytes === source.sizeBytes;
  const found = named.find(({ identity }) => isIt(identity));
  if (found) return found.path;
  const { identifyVideo } = await import('@framesieve/decoder');
  try {
    if (isIt(await identifyVideo(source.path, signal))) return source.path;
    return failed(`"${shownPath(source.path)}" is not the video that it was made from`);
  } catch {
    signal.throwIfAborted();
    if (named.length > 0) return failed(`what --source names is not the video that it was made from`);
    return notChecked(`its video "${shownPath(source.path)}" can't be found: name it with --source`);
  }
}
