import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sharedFolder } from './shared-folder.ts';

export {
  type ReferenceEdgeCase,
  type ReferencePicture,
  referenceEdgeCases,
  referenceFolder,
  referencePictures,
  type SpanWidths,
  targetSpan,
} from './reference-pictures.ts';
export { sharedFolder } from './shared-folder.ts';

/** What is known of a real clip: found out by another decoder (ffprobe), not by this project. */
export interface SharedClip {
  /** File name, e.g. `birds-720p-h264.mp4`. */
  readonly name: string;
  readonly path: string;
  /** Coded size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly codec: string;
  /** Pixel format under FFmpeg's name. */
  readonly pixelFormat: string;
  /** `numerator/denominator`, seconds per tick. */
  readonly timeBase: string;
  /** Number of frames that come out of a complete decode. */
  readonly frameCount: number;
  /** Best-effort timestamp of each frame in ticks; `null` where the file has none. */
  readonly ptsTicks: readonly (number | null)[];
  /** Ordinals of the key frames. */
  readonly keyFrames: readonly number[];
}

interface TruthFile {
  readonly [name: string]: {
    readonly stream: {
      readonly codec_name: string;
      readonly width: number;
      readonly height: number;
      readonly pix_fmt: string;
      readonly time_base: string;
    };
    readonly frames: number;
    readonly pts_ticks: readonly (number | null)[];
    readonly key_frames: readonly number[];
  };
}

/** The real clips with their truth, in order of names; none where the folder is absent. */
export function sharedClips(): readonly SharedClip[] {
  const folder = sharedFolder();
  const file = folder && join(folder, 'clips', 'truth.json');
  if (!file || !existsSync(file)) return [];
  const truth = JSON.parse(readFileSync(file, 'utf8')) as TruthFile;
  return Object.keys(truth)
    .sort()
    .map(name => {
      const { stream, frames, pts_ticks, key_frames } = truth[name]!;
      return {
        name,
        path: join(dirname(file), name),
        width: stream.width,
        height: stream.height,
        codec: stream.codec_name,
        pixelFormat: stream.pix_fmt,
        timeBase: stream.time_base,
        frameCount: frames,
        ptsTicks: pts_ticks,
        keyFrames: key_frames,
      };
    });
}

/**
 * The real clip of this file name.
 *
 * @throws Error when there is none, or the folder is absent.
 */
export function sharedClip(name: string): SharedClip {
  const clip = sharedClips().find(candidate => candidate.name === name);
  if (!clip) throw new Error(`There is no shared clip "${name}".`);
  return clip;
}
