import {
  type Frame,
  type FrameRecord,
  frameLayout,
  type PictureFormat,
  parsePixelFormat,
  type Rendering,
  unknownColor,
} from '@framesieve/core';

const record: FrameRecord = {
  ordinal: 0,
  ptsTicks: 0,
  ptsSource: 'container',
  timeSeconds: 0,
  width: 0,
  height: 0,
  keyFrame: true,
  corrupt: false,
  fingerprint: 0n,
  facts: {
    meanLuma: 0,
    contrast: 0,
    change: null,
    perceptualHash: 0n,
    sharpness: 0,
    noise: 0,
    blockiness: 0,
    shadows: 0,
    highlights: 0,
    dominance: 0,
  },
};

/**
 * A frame with samples from a function, for testing what takes frames without decoding any. Its record holds zeros, and
 * its lease never ends.
 *
 * @param pixelFormat name of a format that frames travel in, e.g. `yuv420p`.
 * @param sample code value of the sample at column `x` and row `y` of a plane.
 */
export function makeFrame(
  pixelFormat: string,
  width: number,
  height: number,
  sample: (plane: number, x: number, y: number) => number,
  format: Partial<PictureFormat> = {},
  rendering: Partial<Rendering> = {},
): Frame {
  const parsed = parsePixelFormat(pixelFormat);
  if (!parsed) throw new RangeError(`Frames don't travel as ${pixelFormat}.`);
  const layout = frameLayout(parsed, width, height);
  const bytes = new Uint8Array(new SharedArrayBuffer(layout.byteLength));
  const view = new DataView(bytes.buffer);
  for (const [i, plane] of layout.planes.entries()) {
    for (let y = 0; y < plane.height; y++) {
      for (let x = 0; x < plane.width; x++) {
        const at = plane.offset + y * plane.stride + x * parsed.bytesPerSample;
        if (parsed.bytesPerSample === 1) view.setUint8(at, sample(i, x, y));
        else view.setUint16(at, sample(i, x, y), true);
      }
    }
  }
  return {
    record: { ...record, width, height },
    format: {
      width,
      height,
      pixelFormat: parsed,
      color: unknownColor,
      rotation: 0,
      mirrored: false,
      pixelAspect: { numerator: 1, denominator: 1 },
      scan: 'progressive',
      ...format,
    },
    layout,
    bytes,
    rendering: { crop: null, toneMap: null, ...rendering },
    retain() {},
    release() {},
  };
}
