import type { RgbImage } from '@framesieve/core';
import type { ModelInput, ResizePolicy } from '@framesieve/models';
import { resampleRegion } from './resample.ts';

/** Size of a picture in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a policy does with pictures of one size: scale them, and look at the result through a window. */
interface Fit {
  readonly scaled: Size;
  readonly window: Size;
  /** Where the window's corner lies in the scaled picture; negative where there is padding before it. */
  readonly left: number;
  readonly top: number;
}

/** The size in which a picture reaches the model. */
export function preparedSize(size: Size, resize: ModelInput['resize']): Size {
  return resize === 'none' ? size : planFit(size, resize).window;
}

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

function planFit(size: Size, policy: ResizePolicy): Fit {
  const scaled = scaledSize(size, policy);
  const window = windowSize(scaled, policy);
  return {
    scaled,
    window,
    left: halfOf(scaled.width - window.width),
    top: halfOf(scaled.height - window.height),
  };
}

function windowSize(scaled: Size, policy: ResizePolicy): Size {
  if ('fit' in policy) return { width: policy.width, height: policy.height };
  return policy.crop ? { width: policy.crop[0], height: policy.crop[1] } : scaled;
}

function scaledSize({ width, height }: Size, policy: ResizePolicy): Size {
  if ('shorterSide' in policy) {
    const { shorterSide } = policy;
    return width <= height
      ? { width: shorterSide, height: Math.floor((shorterSide * height) / width) }
      : { width: Math.floor((shorterSide * width) / height), height: shorterSide };
  }
  if (policy.fit === 'stretch') return { width: policy.width, height: policy.height };
  const horizontal = policy.width / width;
  const vertical = policy.height / height;
  const factor = policy.fit === 'cover' ? Math.max(horizontal, vertical) : Math.min(horizontal, vertical);
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  return { width: side(width), height: side(height) };
}

/** Half of a whole number, rounded to the even one of two. */
function halfOf(difference: number): number {
  const half = Math.floor(difference / 2);
  return difference % 2 === 0 || half % 2 === 0 ? half : half + 1;
}
