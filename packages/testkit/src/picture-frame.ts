import { type Frame, FrameSieveError, type RgbConverter, type RgbImage } from '@framesieve/core';
import { makeFrame } from './make-frame.ts';

/** A frame made from a picture, whose lease can be watched. */
export interface PictureFrame extends Frame {
  /** References that are out; it starts with 1, the one of whoever made the frame. */
  readonly references: number;
}

/**
 * Makes a frame of planes G, B, R (full range, `gbrp` from an 8-bit RGB picture, `gbrp16le` from a 16-bit one), with an
 * honest lease: reading `bytes`, retaining or releasing it after the last reference is gone throws, as with a frame of the
 * pool.
 */
export function frameFromRgb({ width, height, data }: RgbImage, ordinal = 0): PictureFrame {
  const channels = [1, 2, 0];
  const made = makeFrame(
    data instanceof Uint16Array ? 'gbrp16le' : 'gbrp',
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

/**
 * The picture that a frame of {@link frameFromRgb} was made from, in the bit depth that is asked for: the converter that
 * goes with such frames, and with any of planes G, B, R in full range.
 */
export const rgbOfPictureFrame: RgbConverter = ({ format, layout, bytes }, { bitDepth = 8 } = {}) => {
  const { width, height, pixelFormat } = format;
  const { name, model, alpha, bytesPerSample } = pixelFormat;
  if (model !== 'rgb' || alpha) throw new RangeError(`Expected a frame of planes G, B, R, not ${name}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = width * height * 3;
  const data = bitDepth === 16 ? new Uint16Array(length) : new Uint8Array(length);
  const unit = (2 ** bitDepth - 1) / (2 ** pixelFormat.bitDepth - 1);
  for (const [channel, plane] of [2, 0, 1].entries()) {
    const { offset } = layout.planes[plane]!;
    for (let i = 0; i < width * height; i++) {
      const at = offset + i * bytesPerSample;
      const sample = bytesPerSample === 1 ? view.getUint8(at) : view.getUint16(at, true);
      data[i * 3 + channel] = Math.round(sample * unit);
    }
  }
  return { width, height, data };
};
