import type { ColorDescription, PictureFormat } from '@framesieve/core';
import type { ClipOptions } from '../make-clip.ts';
import type { RewriteName } from './rewrite-clip.ts';

/** What the frames of a clip have to state of themselves. */
export interface StatedPicture
  extends Pick<PictureFormat, 'width' | 'height' | 'rotation' | 'mirrored' | 'pixelAspect' | 'scan'> {
  /** Name of the format that they travel in. */
  readonly pixelFormat: string;
  /** The tags that matter to the clip. */
  readonly color: Partial<ColorDescription>;
}

/** A small clip of one kind of picture, and what has to come out of it. */
export interface PixelRecipe {
  /** One of a kind, e.g. `turned by 90, MP4`. */
  readonly name: string;
  /** Of the file; it decides the container. */
  readonly extension: string;
  readonly options: ClipOptions;
  /** What is done to the bytes of the file once it is made. */
  readonly rewrite?: RewriteName;
  /** What each frame states. */
  readonly frames: readonly StatedPicture[];
  /** Whether the samples come out as they were drawn. */
  readonly lossless: boolean;
  /** Whether FFmpeg's versions differ in which frames of the codec they call key frames. */
  readonly keyFramesVary: boolean;
}

/** What differs from a recipe's usual facts. */
export interface RecipeFacts {
  readonly states?: Partial<StatedPicture>;
  /** For the clips whose frames differ: what differs in each. */
  readonly each?: readonly Partial<StatedPicture>[];
  readonly rewrite?: RewriteName;
  readonly lossless?: boolean;
  readonly keyFramesVary?: boolean;
}

const size = { width: 64, height: 48 } as const;
const frames = 3;

/** A recipe of three pictures of 64 × 48 pixels, unless its options say otherwise. */
export function pixelRecipe(
  name: string,
  extension: string,
  given: ClipOptions,
  facts: RecipeFacts = {},
): PixelRecipe {
  const options = { ...size, frames, gop: frames, ...given };
  const { rewrite, each = Array.from({ length: options.frames }, () => ({})) } = facts;
  const usual: StatedPicture = {
    width: options.width,
    height: options.height,
    pixelFormat: (options.pixelFormat ?? 'yuv420p').replace('yuvj', 'yuv'),
    color: {},
    rotation: options.rotation ?? 0,
    mirrored: options.mirrored ?? false,
    pixelAspect: options.pixelAspect ?? { numerator: 1, denominator: 1 },
    scan: options.scan ?? 'progressive',
    ...facts.states,
  };
  return {
    name: `${name}, ${extension}`,
    extension,
    options,
    ...(rewrite && { rewrite }),
    frames: each.map(own => ({ ...usual, ...own })),
    lossless: facts.lossless ?? false,
    keyFramesVary: facts.keyFramesVary ?? false,
  };
}
