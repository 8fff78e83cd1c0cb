import type { RowRange } from './sliding-quantile.ts';

/** The range that each row lies in, by its number. */
export function rangeOfRows(ranges: readonly RowRange[], rows: number): Uint32Array {
  const ofRow = new Uint32Array(rows);
  for (const [index, { start, end }] of ranges.entries()) ofRow.fill(index, start, end);
  return ofRow;
}
