import type { RgbImage } from '@framesieve/core';
import type { Random } from '@framesieve/testkit/clips';
import { type Degradation, degradations } from '../../lib/degrade-picture.ts';
import type { BadKind } from './stretches.ts';

/** A frame among those around it. */
export interface Moment {
  /** All frames of the clip, of one size, 8 bits. */
  readonly pictures: readonly RgbImage[];
  readonly ordinal: number;
  /** Mean luma of the clip, 0 … 1. */
  readonly meanLuma: number;
}

const defocusSigma = 2.5;
const softFocusSigma = 1.2;
const noiseDeviation = 20;
const underExposureGain = 0.25;
/** Over-exposure raises the mean luma of the clip to this (if nothing were clipped), but at least by the gain. */
const overExposedLuma = 0.8;
const leastOverExposureGain = 2.2;
const jpegQuality = 8;
const blurredFrames = 7;
/** Pixels from frame to frame by which a shaken camera moves. */
const shake = 2;

/** Makes a frame bad. What is random comes from `random`. */
export async function worsen(moment: Moment, kind: BadKind, random: Random): Promise<RgbImage> {
  const picture = moment.pictures[moment.ordinal]!;
  switch (kind) {
    case 'defocus':
      return named('blur').apply(picture, defocusSigma);
    case 'soft focus':
      return named('blur').apply(picture, softFocusSigma);
    case 'blockiness':
      return named('jpeg').apply(picture, jpegQuality);
    case 'noise':
      return mapLevels(picture, level => level + noiseDeviation * normal(random));
    case 'under-exposure':
      return mapLevels(picture, level => level * underExposureGain);
    case 'over-exposure': {
      const gain = Math.max(leastOverExposureGain, overExposedLuma / moment.meanLuma);
      return mapLevels(picture, level => level * gain);
    }
    case 'motion blur':
      return shaken(moment);
    case 'black':
      return mapLevels(picture, () => 0);
  }
}

function named(name: Degradation['name']): Degradation {
  return degradations.find(degradation => degradation.name === name)!;
}

function mapLevels({ data, ...size }: RgbImage, map: (level: number) => number): RgbImage {
  const levels = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i++) levels[i] = map(data[i]!);
  return { ...size, data: new Uint8Array(levels.buffer) };
}

/** Nearly normal, of mean 0 and deviation 1: the sum of four bytes has a variance of (256² − 1) / 3. */
function normal(random: Random): number {
  const bits = random.bits();
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510) / Math.sqrt((256 ** 2 - 1) / 3);
}

/** The mean over neighbouring frames, each moved sideways, so that what stands still is blurred too. */
function shaken({ pictures, ordinal }: Moment): RgbImage {
  const { width, height } = pictures[ordinal]!;
  const sums = new Float32Array(width * height * 3);
  for (let step = 0; step < blurredFrames; step++) {
    const offset = step - (blurredFrames - 1) / 2;
    const { data } = pictures[Math.min(pictures.length - 1, Math.max(0, ordinal + offset))]!;
    for (let y = 0, out = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = 3 * (y * width + Math.min(width - 1, Math.max(0, x + offset * shake)));
        for (let channel = 0; channel < 3; channel++, out++) sums[out]! += data[from + channel]!;
      }
    }
  }
  return { width, height, data: Uint8Array.from(sums, sum => Math.round(sum / blurredFrames)) };
}
