import { type ExportInput, FrameSieveError, invalidArgument } from '@framesieve/core';
import type { NamedStill } from './name-stills.ts';
import { longestSide, stillSize } from './still-size.ts';

const formats = Object.keys(longestSide);

/**
 * Checks what can be told of an export's settings by themselves.
 *
 * @throws FrameSieveError `usage`.
 */
export function requireSettings({ source, settings }: Pick<ExportInput, 'source' | 'settings'>): void {
  const { format, quality = null, maxSize = null } = settings;
  if (!formats.includes(format)) throw invalidArgument('format', `one of ${formats.join(', ')}`, format);
  if (quality !== null && !(Number.isInteger(quality) && quality >= 1 && quality <= 100)) {
    throw invalidArgument('quality', 'a whole number from 1 to 100, or null', quality);
  }
  if (maxSize !== null && !(Number.isInteger(maxSize) && maxSize >= 1)) {
    throw invalidArgument('maxSize', 'a whole number of pixels of at least 1, or null', maxSize);
  }
  try {
    JSON.stringify(source.settings);
  } catch (error) {
    throw new FrameSieveError({
      code: 'usage',
      message: "The settings to be repeated in the manifest can't be written as JSON.",
      hint: 'Pass plain values only: no BigInt, no cycles.',
      cause: error,
    });
  }
}

/**
 * Checks that the format has room for the pictures.
 *
 * @throws FrameSieveError `usage`, with the size of the first that is too large.
 */
export function requireSize(
  stills: readonly NamedStill[],
  { source, settings }: Pick<ExportInput, 'source' | 'settings'>,
): void {
  const most = longestSide[settings.format];
  for (const { planned, file } of stills) {
    const { width, height } = stillSize(planned, source, settings);
    if (Math.max(width, height) <= most) continue;
    throw new FrameSieveError({
      code: 'usage',
      message: `${file} would have ${width}×${height} pixels, but ${settings.format} holds at most ${most} a side.`,
      hint: `Use --max-size ${most}, or --format png.`,
    });
  }
}
