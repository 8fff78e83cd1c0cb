import { type Frame, invalidArgument, type Rectangle, type RgbOptions } from '@framesieve/core';

/**
 * The part of the coded picture that is asked for.
 *
 * @throws FrameSieveError `usage` when the frame's crop is not within the picture, or for another word than `active` and
 *   `whole`.
 */
export function areaOf(
  { format, rendering: { crop } }: Pick<Frame, 'format' | 'rendering'>,
  area: NonNullable<RgbOptions['area']>,
): Rectangle {
  const { width, height } = format;
  if (area !== 'active' && area !== 'whole') throw invalidArgument('area', '"active" or "whole"', area);
  if (area === 'whole' || crop === null) return { x: 0, y: 0, width, height };
  const { x, y } = crop;
  const whole = [x, y, crop.width, crop.height].every(Number.isInteger);
  const inside = x >= 0 && y >= 0 && x + crop.width <= width && y + crop.height <= height;
  if (whole && inside && crop.width > 0 && crop.height > 0) return crop;
  throw invalidArgument('crop', `a part of the picture of ${width} × ${height} pixels`, JSON.stringify(crop));
}
