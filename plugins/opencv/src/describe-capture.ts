import { type ColorDescription, type Rational, type StreamDescription, unknownColor } from '@framesieve/core';
import { quarterTurns } from '@framesieve/decoder';
import { codecOf } from './codec-names.ts';
import { toRational } from './frame-rate.ts';
import type { Capture, OpenCvAddon } from './opencv-addon.ts';

/** Numbers of OpenCV's `CAP_PROP_…`; the package does not name all of them. */
const property = {
  width: 3,
  height: 4,
  framesPerSecond: 5,
  fourcc: 6,
  frameCount: 7,
  aspectNumerator: 40,
  aspectDenominator: 41,
  orientation: 48,
} as const;

/** Frames come as RGB that OpenCV has made; of the stream's own colour it says nothing. */
export const deliveredColor: ColorDescription = { ...unknownColor, matrix: 'rgb', range: 'full' };

/** What OpenCV tells of the one video stream that it opened, always the container's first, which counts as stream 0. */
export function describeCapture(capture: Capture, version: OpenCvAddon['version']): StreamDescription {
  const read = (name: keyof typeof property) => capture.get(property[name]);
  const frameRate = toRational(read('framesPerSecond'));
  const frames = Math.round(read('frameCount'));
  const frameCount = Number.isSafeInteger(frames) && frames > 0 ? frames : null;
  return {
    index: 0,
    codec: codecOf(read('fourcc')),
    width: read('width'),
    height: read('height'),
    pixelFormat: null,
    color: deliveredColor,
    // A tick is a frame, or a millisecond where there is no frame rate: all times are estimates.
    timeBase: frameRate
      ? { numerator: frameRate.denominator, denominator: frameRate.numerator }
      : { numerator: 1, denominator: 1000 },
    frameRate,
    durationSeconds:
      frameRate && frameCount ? (frameCount * frameRate.denominator) / frameRate.numerator : null,
    frameCount,
    rotation: quarterTurns(turnsBackwards(version) ? -read('orientation') : read('orientation')),
    mirrored: false,
    pixelAspect: aspectOf(read('aspectNumerator'), read('aspectDenominator')),
    attachedPicture: false,
    isDefault: true,
  };
}

/** OpenCV 4.6.0, and no other, has the sign of the angle wrong (its issue 22088). */
function turnsBackwards({ major, minor, revision }: OpenCvAddon['version']): boolean {
  return major === 4 && minor === 6 && revision === 0;
}

function aspectOf(numerator: number, denominator: number): Rational {
  const known = Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator);
  return known && numerator > 0 && denominator > 0
    ? { numerator, denominator }
    : { numerator: 1, denominator: 1 };
}
