import type { NssFeatures } from './nss-features.ts';
import type { NssRules } from './nss-rules.ts';
import { type Orientation, uprightBlock, uprightMaps } from './orientation.ts';
import { readFeatures, recordLength, scaleFeatureCount } from './read-features.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the records of a picture were made of. */
export interface MeasuredPicture {
  /** Size of what was measured, coded. */
  readonly measured: Size;
  readonly half: Size;
  readonly rules: NssRules;
  readonly orientation: Orientation;
}

/** Reads the features of all blocks out of their records, at full size and then at half size, in the order of the upright picture. */
export function readCells(buffer: ArrayBufferLike, address: number, picture: MeasuredPicture): NssFeatures {
  const { measured, half, rules, orientation } = picture;
  const { blockSize } = rules;
  const columns = blockSize === null ? 1 : measured.width / blockSize;
  const rows = blockSize === null ? 1 : measured.height / blockSize;
  const cells = columns * rows;
  const records = new Float64Array(buffer, address, 2 * cells * recordLength);
  const maps = uprightMaps(orientation);
  const features = new Float64Array(cells * scaleFeatureCount * 2);
  const pixels =
    blockSize === null
      ? [measured.width * measured.height, half.width * half.height]
      : [blockSize ** 2, (blockSize / 2) ** 2];
  for (let cell = 0; cell < cells; cell++) {
    const place = uprightBlock(cell % columns, Math.floor(cell / columns), columns, rows, orientation);
    for (const scale of [0, 1]) {
      readFeatures(
        records.subarray((scale * cells + cell) * recordLength),
        { maps, pixels: pixels[scale]!, rules },
        features.subarray((place * 2 + scale) * scaleFeatureCount),
      );
    }
  }
  return { cells, features };
}
