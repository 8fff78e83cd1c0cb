import type { ScoreTableParts } from './make-score-table.ts';

/** Cells in a row of a picture for {@link measurePictures}. */
export const cellColumns = 9;
/** Rows of cells of such a picture. */
export const cellRows = 8;

/**
 * Measures those facts that follow from the means of a picture's cells: mean luma, contrast, change and the difference
 * hash, as the decode stage defines them, so that tests can do real arithmetic with pictures.
 *
 * @param pictures the luma of 9 × 8 cells each, row by row, 0 … 1.
 */
export function measurePictures(
  pictures: readonly Float64Array[],
): Required<Pick<ScoreTableParts, 'meanLuma' | 'contrast' | 'change' | 'perceptualHash'>> {
  return {
    meanLuma: pictures.map(meanOf),
    contrast: pictures.map(picture => Math.sqrt(meanOf(picture.map(luma => (luma - meanOf(picture)) ** 2)))),
    change: pictures.map((picture, i) => {
      const previous = pictures[i - 1];
      return previous ? meanOf(picture.map((luma, cell) => Math.abs(luma - previous[cell]!))) : Number.NaN;
    }),
    perceptualHash: pictures.map(differenceHash),
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function differenceHash(picture: Float64Array): bigint {
  let hash = 0n;
  for (let bit = 0; bit < 64; bit++) {
    const cell = (bit >> 3) * cellColumns + (bit & 7);
    if (picture[cell]! > picture[cell + 1]!) hash |= 1n << BigInt(bit);
  }
  return hash;
}
