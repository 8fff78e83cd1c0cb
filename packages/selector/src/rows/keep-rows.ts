/** The rows that are kept, in their order; several times as fast as `filter` of a typed array. */
export function keepRows(rows: Uint32Array, isKept: (row: number) => boolean): Uint32Array {
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (isKept(row)) kept[count++] = row;
  }
  return kept.subarray(0, count);
}
