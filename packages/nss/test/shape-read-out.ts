import type { NssFeatures } from '../src/kernel/nss-features.ts';

/** What the tests' metric reads from its model. */
export interface ShapeParameters {
  readonly factor: Float64Array;
}

/** The shape of the picture's own values times a factor; it fails where that is negative. */
export function createReadOut({ factor }: ShapeParameters): (picture: NssFeatures) => number {
  return ({ features }) => {
    if (factor[0]! < 0) throw new RangeError('the factor is negative');
    return features[0]! * factor[0]!;
  };
}
