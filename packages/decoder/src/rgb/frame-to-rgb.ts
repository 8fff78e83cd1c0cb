import {
  type Frame,
  invalidArgument,
  type RgbConverter,
  type RgbImage,
  type RgbOptions,
} from '@framesieve/core';
import { areaOf } from './area.ts';
import { isForKernel, kernelImage } from './kernel-image.ts';
import { rgbKernel } from './rgb-kernel.ts';
import { rowsImage } from './rows-image.ts';
import { squarePixels } from './square-pixels.ts';

/**
 * Makes an upright RGB picture with square pixels from a frame of any pixel format.
 *
 * The formula is that of ITU-T H.273 for the frame's matrix and range, computed in floating point, rounded once and
 * clipped. Colour tags that are missing are filled in: BT.709 from 1280 × 720 on (wide or high enough), BT.601 below;
 * limited range for YUV, full range for grey and RGB. Chroma is interpolated linearly from where its samples lie, by
 * default beside every other luma sample (`left`). Alpha is left out.
 * Transfer and primaries are left as they are, unless the frame's rendering asks for a tone map and the frame is PQ or HLG.
 *
 * Black bars are cut off the coded picture before anything else, so that the active area is exactly that part of the whole
 * picture; where its pixels are not square, it is stretched by itself. Pictures whose pixels are not square are stretched,
 * never shrunk, along one axis with Catmull-Rom interpolation.
 *
 * @throws FrameSieveError when the frame's lease has ended, for another bit depth than 8 and 16, or for an area that is
 *   not within the picture.
 */
export const frameToRgb: RgbConverter = (frame, { bitDepth = 8, area = 'active' } = {}) => {
  if (bitDepth !== 8 && bitDepth !== 16) throw invalidArgument('bitDepth', '8 or 16', bitDepth);
  return squarePixels(convert(frame, bitDepth, area), frame.format);
};

function convert(frame: Frame, bitDepth: 8 | 16, kind: NonNullable<RgbOptions['area']>): RgbImage {
  const area = areaOf(frame, kind);
  const kernel = isForKernel(frame) ? rgbKernel() : null;
  return kernel ? kernelImage(kernel, frame, bitDepth, area) : rowsImage(frame, bitDepth, area);
}
