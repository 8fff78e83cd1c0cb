import type { Rational } from '@framesieve/core';
import type { ClipTruth } from '../make-clip.ts';

/** A clip that can be made, and why there is one. */
export interface ClipRecipe {
  /** Kebab-case, unique in the catalogue. */
  readonly name: string;
  /** What is special about it. */
  readonly about: string;
  /** Name of the file to make; its extension decides the container. For an image sequence it is the pattern. */
  readonly file: string;
  /** Makes the file at this path, which ends in `file`. */
  make(path: string): Promise<CatalogueTruth>;
}

/** What is true of a clip of the catalogue: what a decode of its chosen stream has to give. */
export interface CatalogueTruth {
  /** The numbers that the frames carry in their pixels, in output order. */
  readonly numbers: readonly number[];
  /**
   * Timestamps in ticks of `timeBase`, in output order; `null` for a frame that has none in the file. `null` in all: the
   * container keeps decoding times only, from which decoders guess; they are to be even.
   */
  readonly ptsTicks: readonly (number | null)[] | null;
  readonly timeBase: Rational;
  /** Ordinals of the frames that the encoder made as key frames, ascending. */
  readonly keyFrames: readonly number[];
  /** What the pictures are from the frame `from` on, until the next entry; the first one begins at 0. */
  readonly pictures: readonly PictureRun[];
  /** Index of the stream that the rule chooses. */
  readonly stream: number;
  /** The video streams, cover art among them, in the container's order. */
  readonly streams: readonly StreamTruth[];
}

/** Frames of one size and pixel format. */
export interface PictureRun {
  readonly from: number;
  readonly width: number;
  readonly height: number;
  /** FFmpeg's name of the decoder's pixel format. */
  readonly pixelFormat: string;
}

/** A video stream of a file. */
export interface StreamTruth {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly attachedPicture: boolean;
}

/** The truth of a clip of one video stream whose frames carry their ordinals. */
export function plainTruth(clip: ClipTruth, changes: Partial<CatalogueTruth> = {}): CatalogueTruth {
  const { frames, width, height, pixelFormat, timeBase, keyFrames } = clip;
  return {
    numbers: Array.from({ length: frames }, (_, ordinal) => ordinal),
    ptsTicks: clip.ptsTicks,
    timeBase,
    keyFrames,
    pictures: [{ from: 0, width, height, pixelFormat }],
    stream: 0,
    streams: [{ index: 0, width, height, attachedPicture: false }],
    ...changes,
  };
}
