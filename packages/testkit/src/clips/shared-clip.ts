import { type CachedFile, cached } from './clip-cache.ts';
import { type ClipOptions, type ClipTruth, makeClip } from './make-clip.ts';
import { type DemoClipOptions, type DemoTruth, makeDemoClip } from './make-demo-clip.ts';

/**
 * Makes a clip once and keeps it in a folder for temporary files, so that several test files and runs share it. Don't
 * write to it: copy it first.
 *
 * @param extension of the file, which decides the container, e.g. `mp4`, `mkv`, `webm`, `avi`, `ts`.
 */
export function sharedClip(extension: string, options: ClipOptions = {}): Promise<CachedFile<ClipTruth>> {
  return cached({ name: `clip.${extension}`, key: options, make: file => makeClip(file, options) });
}

/** The demo clip, made once and kept like {@link sharedClip}. */
export function sharedDemoClip(options: DemoClipOptions = {}): Promise<CachedFile<DemoTruth>> {
  return cached({ name: 'demo.mp4', key: options, make: file => makeDemoClip(file, options) });
}
