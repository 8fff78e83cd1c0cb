import type { NssRules } from './nss-rules.ts';
import { closestAggd, closestGgd, risingAggd, type ShapeSearch } from './shape-search.ts';

/** Features at each of the two scales. */
export const scaleFeatureCount = 18;

/** Numbers in the record of a cell at one scale: see `assembly/records.ts`. */
export const recordLength = 25;

const mapCount = 5;

/** What a record is of. */
export interface RecordedMap {
  /** Which map of the record is each of the five. */
  readonly maps: readonly number[];
  readonly pixels: number;
  readonly rules: NssRules;
}

/**
 * Reads the 18 features of a scale out of a record of sums and counts: two of the samples themselves, then for each product shape,
 * mean, left and right side. OpenCV's are float32.
 *
 * @param features what they are written to, from its beginning.
 */
export function readFeatures(
  record: Float64Array,
  { maps, pixels, rules }: RecordedMap,
  features: Float64Array,
): void {
  const search = rules.shapeSearch === 'rising' ? risingAggd() : closestAggd;
  if (rules.ownFit === 'ggd') readGgd(record, maps[0]!, pixels, features);
  else readOwnAggd(record, maps[0]!, pixels, rules, search, features);
  for (let product = 1; product < mapCount; product++) {
    readAggd(record, maps[product]!, pixels, rules, search, features, product * 4 - 2);
  }
  if (rules.normalisation === 'opencv') {
    for (let i = 0; i < scaleFeatureCount; i++) features[i] = Math.fround(features[i]!);
  }
}

function readGgd(record: Float64Array, map: number, pixels: number, features: Float64Array): void {
  const mean = record[map * 3]! / pixels;
  const variance = record[map * 3 + 1]! / pixels;
  features[0] = closestGgd.shapes[closestGgd.find(variance / (mean * mean))]!;
  features[1] = variance;
}

/** Four features of the samples, of which the mean of the sides is kept, in place of the sides and the mean. */
function readOwnAggd(
  record: Float64Array,
  map: number,
  pixels: number,
  rules: NssRules,
  search: ShapeSearch,
  features: Float64Array,
): void {
  // Those of the first product are written over what is not kept here.
  readAggd(record, map, pixels, rules, search, features, 0);
  features[1] = (features[2]! + features[3]!) / 2;
}

/** Shape, mean, left and right side. A side that has no values, and the mean then, is NaN. */
function readAggd(
  record: Float64Array,
  map: number,
  pixels: number,
  { sides }: NssRules,
  { find, shapes, scaleFactors, meanFactors }: ShapeSearch,
  features: Float64Array,
  at: number,
): void {
  const [absolute, squares, signed] = [record[map * 3]!, record[map * 3 + 1]!, record[map * 3 + 2]!];
  const counts = mapCount * 3 + map * 2;
  const negativeCount = record[counts + 1]!;
  const left = deviation((squares - signed) / 2, negativeCount);
  const right = deviation((squares + signed) / 2, record[counts]! - negativeCount);
  const mean = absolute / pixels;
  const ratio = left / right;
  const squaredRatio = ratio * ratio;
  const numerator = (squaredRatio * ratio + 1) * (ratio + 1);
  const denominator = squaredRatio + 1;
  const place = find((((mean * mean) / (squares / pixels)) * numerator) / (denominator * denominator));
  const scale = scaleFactors[place]!;
  features[at] = shapes[place]!;
  features[at + 1] = (right * scale - left * scale) * meanFactors[place]!;
  features[at + 2] = sides === 'scale' ? left * scale : left * left;
  features[at + 3] = sides === 'scale' ? right * scale : right * right;
}

/** Root mean square; NaN where there is nothing to average. A sum of squares that rounding left below 0 is 0. */
function deviation(squares: number, count: number): number {
  return count === 0 ? Number.NaN : Math.sqrt(Math.max(0, squares) / count);
}
