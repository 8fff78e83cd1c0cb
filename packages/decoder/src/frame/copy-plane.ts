/**
 * Copies the rows of a plane, which lie `sourceStride` bytes apart, into a tightly packed plane.
 *
 * @param rowBytes bytes of a row that hold samples.
 * @throws RangeError when a side is too short.
 */
export function copyPlane(
  source: Uint8Array,
  sourceStride: number,
  target: Uint8Array,
  rowBytes: number,
  rows: number,
): void {
  if (source.length < (rows - 1) * sourceStride + rowBytes) {
    throw new RangeError(
      `A plane of ${source.length} bytes does not hold ${rows} rows of ${sourceStride} bytes.`,
    );
  }
  if (sourceStride === rowBytes) {
    target.set(source.subarray(0, rows * rowBytes));
    return;
  }
  for (let row = 0; row < rows; row++) {
    const from = row * sourceStride;
    target.set(source.subarray(from, from + rowBytes), row * rowBytes);
  }
}
