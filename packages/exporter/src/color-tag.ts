import { type ColorDescription, type Frame, isHighDynamicRange } from '@framesieve/core';

/**
 * How a still's file states what its numbers mean: `srgb`; `cicp`, code points of ITU-T H.273 for primaries and
 * transfer; or `none`, which says nothing.
 */
export type ColorTag =
  | { readonly kind: 'srgb' }
  | { readonly kind: 'cicp'; readonly primaries: number; readonly transfer: number }
  | { readonly kind: 'none' };

// What is shown as sRGB by all software although its primaries or curve differ a little.
const plainPrimaries = new Set(['unknown', 'bt709', 'bt470bg', 'smpte170m', 'smpte240m']);
const plainTransfers = new Set([
  'unknown',
  'bt709',
  'gamma22',
  'gamma28',
  'smpte170m',
  'smpte240m',
  'iec61966-2-1',
  'iec61966-2-4',
  'bt2020-10',
  'bt2020-12',
]);

// Code points of ITU-T H.273 (07/2024), tables 2 and 3, by FFmpeg's names.
const primariesCodes: Readonly<Record<string, number>> = {
  bt709: 1,
  unknown: 2,
  bt470m: 4,
  bt470bg: 5,
  smpte170m: 6,
  smpte240m: 7,
  film: 8,
  bt2020: 9,
  smpte428: 10,
  smpte431: 11,
  smpte432: 12,
};
const transferCodes: Readonly<Record<string, number>> = {
  bt709: 1,
  unknown: 2,
  gamma22: 4,
  gamma28: 5,
  smpte170m: 6,
  smpte240m: 7,
  linear: 8,
  'iec61966-2-1': 13,
  'bt2020-10': 14,
  'bt2020-12': 15,
  smpte2084: 16,
  smpte428: 17,
  'arib-std-b67': 18,
};

/** What the numbers of a frame's RGB mean: those of the video, or BT.709 where a tone map made them. */
export function colorOfRgb({ format, rendering }: Pick<Frame, 'format' | 'rendering'>): ColorDescription {
  const { color } = format;
  if (!isToneMapped({ format, rendering })) return color;
  return { ...color, transfer: 'bt709', primaries: 'bt709' };
}

/** Whether a tone map made the RGB of a frame: only PQ and HLG are mapped. */
export function isToneMapped({ format, rendering }: Pick<Frame, 'format' | 'rendering'>): boolean {
  return rendering.toneMap !== null && isHighDynamicRange(format.color);
}

/**
 * Chooses the tag of a still whose RGB has the transfer and primaries of the video. Ordinary video is tagged sRGB, as
 * it is shown everywhere, and so is what a tone map made of HDR; HDR and wide gamut themselves are never passed off as sRGB. Code points are held by PNG and AVIF.
 */
export function chooseColorTag(color: ColorDescription, format: string): ColorTag {
  if (plainPrimaries.has(color.primaries) && plainTransfers.has(color.transfer)) return { kind: 'srgb' };
  const primaries = primariesCodes[color.primaries];
  const transfer = transferCodes[color.transfer];
  const holdsCodePoints = format === 'png' || format === 'avif';
  if (!holdsCodePoints || primaries === undefined || transfer === undefined) return { kind: 'none' };
  return { kind: 'cicp', primaries, transfer };
}
