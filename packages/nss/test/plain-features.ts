import { gaussianWindow } from '../src/gaussian-window.ts';
import type { NssRules } from '../src/kernel/nss-rules.ts';
import { aggdRatios, ggdRatios, meanFactors, scaleFactors, shapes } from '../src/shape-table.ts';
import { atEdge, type PlainMap, plainMap } from './plain-map.ts';
import { plainMoments } from './plain-moments.ts';

/** The 36 features of each block of a picture of luma, in float64 and as slow as their definition. */
export function plainFeatures(luma: PlainMap, rules: NssRules): readonly (readonly number[])[] {
  const { blockSize } = rules;
  const blocks = plainScales(luma, rules).map((map, i) =>
    blockSize === null ? [map] : split(map, blockSize / (i + 1)),
  );
  return blocks[0]!.map((block, i) => [block, blocks[1]![i]!].flatMap(map => scaleFeatures(map, rules)));
}

/** The normalised values of both scales. */
export function plainScales(luma: PlainMap, rules: NssRules): readonly PlainMap[] {
  const side = rules.blockSize ?? 1;
  const height = luma.height - (luma.height % side);
  const width = luma.width - (luma.width % side);
  const unit = rules.normalisation === 'opencv' ? 1 / 255 : 1;
  const first = plainMap(height, width, (y, x) => luma.data[y * luma.width + x]! * unit);
  return [first, plainHalf(first, rules)].map(map => plainNormalised(map, rules));
}

/** Mean-subtracted, contrast-normalised values. */
export function plainNormalised(map: PlainMap, rules: NssRules): PlainMap {
  const blur = (of: PlainMap) => {
    const rows = plainMap(of.height, of.width, (y, x) =>
      gaussianWindow.reduce((sum, weight, i) => sum + weight * atEdge(of, y, x + i - 3, rules.windowEdge), 0),
    );
    return plainMap(of.height, of.width, (y, x) =>
      gaussianWindow.reduce(
        (sum, weight, i) => sum + weight * atEdge(rows, y + i - 3, x, rules.windowEdge),
        0,
      ),
    );
  };
  const mean = blur(map);
  const square = blur(plainMap(map.height, map.width, (y, x) => map.data[y * map.width + x]! ** 2));
  const least = rules.normalisation === 'opencv' ? 1 / 255 : 1;
  return plainMap(map.height, map.width, (y, x) => {
    const i = y * map.width + x;
    const difference = map.data[i]! - mean.data[i]!;
    const variance = square.data[i]! - mean.data[i]! ** 2;
    return Math.abs(difference) < 2 ** -33 ? 0 : difference / (Math.sqrt(Math.abs(variance)) + least);
  });
}

/** Half the size. */
export function plainHalf(map: PlainMap, rules: Pick<NssRules, 'half'>): PlainMap {
  const { height, width } = map;
  if (rules.half === 'inter-cubic') {
    const at = (y: number, x: number) => atEdge(map, y, x, 'replicate');
    const narrow = plainMap(height, width >> 1, (y, x) => interpolated(x, width, tap => at(y, tap)));
    return plainMap(height >> 1, width >> 1, (y, x) =>
      interpolated(y, height, tap => atEdge(narrow, tap, x, 'replicate')),
    );
  }
  const taps = [-3, -9, 29, 111, 111, 29, -9, -3].map(tap => tap / 256);
  const narrow = plainMap(height, (width + 1) >> 1, (y, x) =>
    taps.reduce((sum, tap, i) => sum + tap * atEdge(map, y, 2 * x - 3 + i, 'symmetric'), 0),
  );
  return plainMap((height + 1) >> 1, narrow.width, (y, x) =>
    taps.reduce((sum, tap, i) => sum + tap * atEdge(narrow, 2 * y - 3 + i, x, 'symmetric'), 0),
  );
}

/** Keys' cubic interpolation with a = −0.75 at half the size. */
function interpolated(position: number, length: number, at: (tap: number) => number): number {
  const source = (position + 0.5) * (length / (length >> 1)) - 0.5;
  const base = Math.floor(source);
  const weight = (distance: number) => {
    const t = Math.abs(distance);
    const a = -0.75;
    return t <= 1 ? (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1 : a * t ** 3 - 5 * a * t ** 2 + 8 * a * t - 4 * a;
  };
  return [-1, 0, 1, 2].reduce((sum, tap) => sum + weight(source - base - tap) * at(base + tap), 0);
}

function split(map: PlainMap, side: number): readonly PlainMap[] {
  const columns = map.width / side;
  return Array.from({ length: columns * (map.height / side) }, (_, i) =>
    plainMap(side, side, (y, x) => {
      return map.data[(Math.floor(i / columns) * side + y) * map.width + (i % columns) * side + x]!;
    }),
  );
}

/** Right, below, below right, above right. */
const shifts = [
  [0, 1],
  [1, 0],
  [1, 1],
  [-1, 1],
] as const;

function scaleFeatures(map: PlainMap, rules: NssRules): readonly number[] {
  const around = (position: number, length: number) => (position + length) % length;
  const products = shifts.map(([down, right]) =>
    plainMap(map.height, map.width, (y, x) => {
      const own = map.data[y * map.width + x]!;
      if (rules.products === 'zero') return own * atEdge(map, y + down, x + right, 'zero');
      return own * map.data[around(y + down, map.height) * map.width + around(x + right, map.width)]!;
    }),
  );
  return [...ownFeatures(map, rules), ...products.flatMap(product => productFeatures(product, rules))];
}

function ownFeatures(map: PlainMap, rules: NssRules): readonly number[] {
  if (rules.ownFit === 'aggd') {
    const { shape, sides } = plainAggd(map, rules);
    return [shape, (sides[0] + sides[1]) / 2];
  }
  const { absolute, squares, pixels } = plainMoments(map);
  const ratio = squares / pixels / (absolute / pixels) ** 2;
  return [shapes[nearest(ggdRatios, ratio)]!, squares / pixels];
}

function productFeatures(map: PlainMap, rules: NssRules): readonly number[] {
  const { shape, mean, sides } = plainAggd(map, rules);
  return [shape, mean, ...sides];
}

function plainAggd(map: PlainMap, rules: NssRules) {
  const sums = plainMoments(map);
  const left = Math.sqrt(sums.negativeSquares / sums.negativeCount);
  const right = Math.sqrt(sums.positiveSquares / sums.positiveCount);
  const ratio = left / right;
  const r = (sums.absolute / sums.pixels) ** 2 / (sums.squares / sums.pixels);
  const index = nearest(aggdRatios, (r * (ratio ** 3 + 1) * (ratio + 1)) / (ratio ** 2 + 1) ** 2);
  const scale = scaleFactors[index]!;
  const sides =
    rules.sides === 'scale' ? ([left * scale, right * scale] as const) : ([left ** 2, right ** 2] as const);
  return { shape: shapes[index]!, mean: (right - left) * scale * meanFactors[index]!, sides };
}

/** The place of the entry that is closest. */
export function nearest(table: readonly number[], value: number): number {
  let best = 0;
  for (const [i, entry] of table.entries()) {
    if (Math.abs(entry - value) < Math.abs(table[best]! - value)) best = i;
  }
  return best;
}
