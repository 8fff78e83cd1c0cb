import { frameLayout, type PixelFormat } from '@framesieve/core';
import { writeFrameNumber } from './frame-number.ts';

/** A picture to encode: samples packed by `frameLayout(format, width, height)`. */
export interface TestPicture {
  readonly format: PixelFormat;
  readonly width: number;
  readonly height: number;
  /** `false` leaves out the ordinal, e.g. of a picture that is too small to carry it; `true` by default. */
  readonly numbered?: boolean;
}

/**
 * Draws the picture of one ordinal: a drifting plaid in all planes, with structure in the low bits of deep formats, and
 * the ordinal in the luma plane. The same arguments give the same bytes on every machine.
 */
export function drawTestPicture(picture: TestPicture, ordinal: number): Uint8Array {
  const { format, width, height, numbered = true } = picture;
  const layout = frameLayout(format, width, height);
  const bytes = new Uint8Array(layout.byteLength);
  const scale = 2 ** (format.bitDepth - 8);
  layout.planes.forEach((plane, index) => {
    const samples =
      format.bytesPerSample === 2
        ? new Uint16Array(bytes.buffer, plane.offset, plane.width * plane.height)
        : new Uint8Array(bytes.buffer, plane.offset, plane.width * plane.height);
    const isAlpha = format.alpha && index === layout.planes.length - 1;
    for (let y = 0; y < plane.height; y++) {
      for (let x = 0; x < plane.width; x++) {
        const plaid = ((x + 2 * ordinal) & 32 ? 40 : 0) + ((y + ordinal) & 16 ? 60 : 0);
        const sample = (64 + 8 * index + plaid + ((x + y) & 15)) * scale + ((x ^ y) & (scale - 1));
        // Not opaque all over, so that an alpha plane that gets lost is noticed.
        const opacity = 2 ** format.bitDepth - 1 - (((x >> 3) + ordinal) & 3);
        samples[y * plane.width + x] = isAlpha ? opacity : sample;
      }
    }
    if (index === 0 && numbered) {
      writeFrameNumber(
        { samples, width: plane.width, height: plane.height, bitDepth: format.bitDepth },
        ordinal,
      );
    }
  });
  return bytes;
}
