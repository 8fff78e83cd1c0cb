import {
  type DecodeStage,
  everyFrame,
  type FitPicture,
  type FittedPicture,
  type FrameAllocator,
  messageOf,
  type RgbImage,
  silentLogger,
} from '@framesieve/core';
import type { Input } from '../inputs.ts';

/** How pictures are read. */
export interface PictureReading {
  readonly decode: DecodeStage;
  readonly frames: FrameAllocator;
  readonly signal: AbortSignal;
  /** Pictures whose longer side has more pixels are reduced to it; `null` leaves all as they are. */
  readonly maxSide: number | null;
  /** Called for a picture that can't be read; the others go on. */
  onUnreadable(picture: FittedPicture): void;
}

/** Reads pictures one by one, each as the first frame of a video, upright and in 8-bit RGB. */
export async function* readPictures(
  inputs: readonly Input[],
  { decode, frames, signal, maxSide, onUnreadable }: PictureReading,
): AsyncGenerator<FitPicture> {
  const context = { signal, logger: silentLogger, frames };
  const [{ frameToRgb }, { resampleImage }] = await Promise.all([
    import('@framesieve/decoder'),
    import('@framesieve/scorer'),
  ]);
  for (const { path, shown } of inputs) {
    signal.throwIfAborted();
    let image: RgbImage | null = null;
    try {
      await using video = await decode.run({ path, stream: null, decoder: null }, context);
      for await (const frame of video.frames(everyFrame)) {
        image = frameToRgb(frame);
        break;
      }
    } catch (error) {
      signal.throwIfAborted();
      onUnreadable({ name: shown, samples: 0, leftOut: messageOf(error) });
    }
    if (image) yield { name: shown, image: reduced(image, maxSide, resampleImage) };
  }
}

type Resample = typeof import('@framesieve/scorer')['resampleImage'];

function reduced(image: RgbImage, maxSide: number | null, resample: Resample): RgbImage {
  const longer = Math.max(image.width, image.height);
  if (maxSide === null || longer <= maxSide) return image;
  const side = (length: number) => Math.max(1, Math.round((length * maxSide) / longer));
  return resample(image, {
    width: side(image.width),
    height: side(image.height),
    filter: 'bicubic',
    antialias: true,
  });
}
