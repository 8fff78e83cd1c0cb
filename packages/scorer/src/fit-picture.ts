import type { RgbImage } from '@framesieve/core';
import { planFit, type ResizePolicy } from '@framesieve/models';
import { resampleRegion } from './resample.ts';

/**
 * Brings a picture to the size that a policy asks for: interleaved R, G, B in the picture's own units, not rounded.
 *
 * Scaled sides are rounded to whole pixels (half up), but the longer one behind `shorterSide` is rounded down, as
 * torchvision does. What is cut off or padded is the same on both sides; where that would be half a pixel, the even number
 * of pixels goes before.
 */
export function fitPicture(image: RgbImage, policy: ResizePolicy): Float32Array {
  const { scaled, window, left, top } = planFit(image, policy);
  const { filter, antialias } = policy;
  const region = {
    left: Math.max(left, 0),
    top: Math.max(top, 0),
    width: Math.min(scaled.width, window.width),
    height: Math.min(scaled.height, window.height),
  };
  const samples = resampleRegion(image, { ...scaled, filter, antialias }, region);
  if (!('padding' in policy)) return samples;
  const white = image.data instanceof Uint8Array ? 255 : 65535;
  const padded = new Float32Array(window.width * window.height * 3);
  for (let i = 0; i < padded.length; i++) padded[i] = policy.padding[i % 3]! * white;
  const rowLength = region.width * 3;
  for (let y = 0; y < region.height; y++) {
    const to = ((y - Math.min(top, 0)) * window.width - Math.min(left, 0)) * 3;
    padded.set(samples.subarray(y * rowLength, (y + 1) * rowLength), to);
  }
  return padded;
}
