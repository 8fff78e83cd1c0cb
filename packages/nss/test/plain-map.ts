import fc from 'fast-check';
import type { Edge } from '../src/index.ts';
import type { Numbers } from './open-graph.ts';

/** One map, rows from the top. */
export interface PlainMap {
  readonly height: number;
  readonly width: number;
  readonly data: ArrayLike<number>;
}

/** Makes a map from the value at each row and column. */
export function plainMap(
  height: number,
  width: number,
  at: (row: number, column: number) => number,
): PlainMap {
  const data = Float64Array.from({ length: height * width }, (_, i) => at(Math.floor(i / width), i % width));
  return { height, width, data };
}

/** The maps, of one size, as a graph takes them. */
export function stacked(maps: readonly PlainMap[]): Numbers {
  const { height, width } = maps[0]!;
  return { data: maps.flatMap(({ data }) => Array.from(data)), dimensions: [maps.length, height, width] };
}

/** Maps of whole levels from 0 to 255, of random sizes. */
export function levelMaps(sizes: fc.Arbitrary<number>): fc.Arbitrary<PlainMap> {
  return fc
    .tuple(sizes, sizes)
    .chain(([height, width]) =>
      fc
        .uint8Array({ minLength: height * width, maxLength: height * width })
        .map(data => ({ height, width, data })),
    );
}

/** The value at a place that may lie beyond the edge. */
export function atEdge({ height, width, data }: PlainMap, row: number, column: number, edge: Edge): number {
  const inside = row >= 0 && row < height && column >= 0 && column < width;
  if (edge === 'zero' && !inside) return 0;
  const place = (position: number, length: number) => {
    if (edge !== 'symmetric') return Math.min(length - 1, Math.max(0, position));
    const around = ((position % (2 * length)) + 2 * length) % (2 * length);
    return around < length ? around : 2 * length - 1 - around;
  };
  return data[place(row, height) * width + place(column, width)]!;
}

/** The largest difference of two rows of numbers; infinite where their lengths differ or one is NaN. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
