/**
 * Blocks that are sharp enough to stand for undistorted pictures (NIQE section II-B): those whose mean local deviation is above
 * 0.75 of the picture's highest, and whose features are all defined.
 *
 * @param features rows of 36 for each block.
 * @param sharpness one for each block.
 */
export function choosePatches(
  features: Float64Array,
  sharpness: Float64Array,
  featureCount: number,
): readonly Float64Array[] {
  const highest = sharpness.reduce((most, value) => Math.max(most, value), 0);
  const rows = Array.from(sharpness, (_, block) =>
    features.slice(block * featureCount, (block + 1) * featureCount),
  );
  return rows.filter((row, block) => sharpness[block]! > 0.75 * highest && row.every(Number.isFinite));
}
