import { constantBytes } from './window-constants';

// The working memory of a map: where things lie in it, in bytes.

export const maxStrip: usize = 384;
/** Four samples before and behind a strip, and room for a whole vector of eight. */
export const sampleRow: usize = (maxStrip + 32) * 4;
export const sumsRow: usize = maxStrip * 4;
export const windowRow: usize = sumsRow * 2;

// What a row of sums is of: the samples, or their squares.
export type Samples = i32;
export type Squares = f32;

/** Bytes from a row's sums to those of a kind. */
@inline
export function behind<Of>(): usize {
  return isFloat<Of>() ? sumsRow : 0;
}

/** Four samples before a normalised row and sixteen behind it. */
export const normalisedRow: usize = (maxStrip + 20) * 4;
/** Bits of a row: 384, and a word more. */
export const bitRow: usize = 56;
export const cellSums: usize = 240;
export const cellCounts: usize = 40;

export const constantsAt: usize = 0;
/** Addresses of the seven rows of sums that the window covers, from the top. */
export const rowsAt: usize = constantsAt + constantBytes;
export const samplesAt: usize = rowsAt + 32;
export const windowAt: usize = samplesAt + 4 * sampleRow;
export const normalisedAt: usize = windowAt + 7 * windowRow;
export const bitsAt: usize = normalisedAt + 3 * normalisedRow;
export const sumsAt: usize = bitsAt + 3 * 2 * bitRow;
export const countsAt: usize = sumsAt + cellSums;
export const workEnd: usize = countsAt + cellCounts;
