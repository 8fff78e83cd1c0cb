import { type Frame, FrameSieveError, type RgbConverter, type RgbImage } from '@framesieve/core';
import { makeFrame } from './make-frame.ts';

/** A frame made from a picture, whose lease can be watched. */
export interface PictureFrame extends Frame {
  /** References that are out; it starts with 1, the one of whoever made the frame. */
  readonly references: number;
}

/**
 * Makes a frame of planes G, B, R (`gbrp`, full range) from an 8-bit RGB picture, with an honest lease: reading `bytes`,
 * retaining or releasing it after the last reference is gone throws, as with a frame of the pool.
 */
export function frameFromRgb({ width, height, data }: RgbImage, ordinal = 0): PictureFrame {
  const channels = [1, 2, 0];
  const made = makeFrame(
    'gbrp',
    width,
    height,
    (plane, x, y) => data[(y * width + x) * 3 + channels[plane]!]!,
    {
      color: {
        matrix: 'rgb',
        range: 'full',
        chromaLocation: 'unknown',
        transfer: 'bt709',
        primaries: 'bt709',
      },
    },
  );
  let references = 1;
  const assertHeld = () => {
    if (references > 0) return;
    throw new FrameSieveError({ code: 'internal', message: 'A frame was used after its lease had ended.' });
  };
  return {
    ...made,
    record: { ...made.record, ordinal, ptsTicks: ordinal, timeSeconds: ordinal },
    get references() {
      return references;
    },
    get bytes() {
      assertHeld();
      return made.bytes;
    },
    retain() {
      assertHeld();
      references += 1;
    },
    release() {
      assertHeld();
      references -= 1;
    },
  };
}

/** The picture that a frame of {@link frameFromRgb} was made from: the converter that goes with such frames. */
export const rgbOfPictureFrame: RgbConverter = ({ format, layout, bytes }) => {
  const { width, height, pixelFormat } = format;
  if (pixelFormat.name !== 'gbrp') throw new RangeError(`Expected a gbrp frame, not ${pixelFormat.name}.`);
  const data = new Uint8Array(width * height * 3);
  for (const [channel, plane] of [2, 0, 1].entries()) {
    const { offset } = layout.planes[plane]!;
    for (let i = 0; i < width * height; i++) data[i * 3 + channel] = bytes[offset + i]!;
  }
  return { width, height, data };
};
