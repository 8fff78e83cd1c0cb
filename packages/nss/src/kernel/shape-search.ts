import { gammaFunction } from '../gamma-function.ts';
import { aggdRatios, ggdRatios, meanFactors, scaleFactors, shapes } from '../shape-table.ts';

/** Shapes and what follows from them, by the ratio that a fit compares. */
export interface ShapeSearch {
  /** The place of the shape in the tables. */
  find(ratio: number): number;
  readonly shapes: Float64Array;
  /** √(Γ(1/s) / Γ(3/s)) */
  readonly scaleFactors: Float64Array;
  /** Γ(2/s) / Γ(1/s): the mean over the difference of the scale parameters. */
  readonly meanFactors: Float64Array;
}

const matlabTables = {
  shapes: Float64Array.from(shapes),
  scaleFactors: Float64Array.from(scaleFactors),
  meanFactors: Float64Array.from(meanFactors),
};

/** The shape whose ratio Γ(2/s)² / (Γ(1/s) Γ(3/s)) is closest; the first one for NaN. */
export const closestAggd: ShapeSearch = { find: closest(aggdRatios, 1), ...matlabTables };

/** The shape whose ratio Γ(1/s) Γ(3/s) / Γ(2/s)² is closest; the first one for NaN. */
export const closestGgd: ShapeSearch = { find: closest(ggdRatios, -1), ...matlabTables };

let rising: ShapeSearch | null = null;

/**
 * OpenCV's search: it tries the shapes from the smallest up and stops before the first that is farther off than the one before it;
 * where nothing compares (NaN), at the last. Its shapes are added up, so they have its rounding. The tables are made at the first call.
 */
export function risingAggd(): ShapeSearch {
  rising ??= makeRising();
  return rising;
}

function makeRising(): ShapeSearch {
  const grid: number[] = [];
  for (let shape = 0.2; shape < 10; shape += 0.001) grid.push(shape);
  const values = grid.map(s => [gammaFunction(1 / s), gammaFunction(2 / s), gammaFunction(3 / s)] as const);
  return {
    find: risingSearch(Float64Array.from(values, ([one, two, three]) => two ** 2 / (one * three))),
    shapes: Float64Array.from(grid),
    scaleFactors: Float64Array.from(values, ([one, , three]) => Math.sqrt(one) / Math.sqrt(three)),
    meanFactors: Float64Array.from(values, ([one, two]) => two / one),
  };
}

/** Counts the midpoints between neighbours of a monotonic table that a ratio is beyond. */
function closest(table: readonly number[], direction: 1 | -1): (ratio: number) => number {
  const midpoints = Float64Array.from({ length: table.length - 1 }, (_, i) => {
    return (direction * (table[i]! + table[i + 1]!)) / 2;
  });
  return ratio => passed(midpoints, direction * ratio);
}

function passed(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function risingSearch(ascending: Float64Array): (ratio: number) => number {
  const last = ascending.length - 1;
  return ratio => {
    if (Number.isNaN(ratio)) return last;
    // Before the entry below the ratio the distance only falls.
    let at = Math.max(0, passed(ascending, ratio) - 2);
    while (at < last && !(Math.abs(ratio - ascending[at + 1]!) > Math.abs(ratio - ascending[at]!))) at++;
    return at;
  };
}
