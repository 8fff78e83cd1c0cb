import type { NssFeatures } from '@framesieve/nss/metric';
import { featureCount, type NiqeParameters } from './niqe-parameters.ts';

/**
 * Makes what computes NIQE's distance (eq. 10) from the features of a picture's blocks: √((µ₁ − µ₂)ᵀ ((Σ₁ + Σ₂) / 2)⁻¹ (µ₁ − µ₂)). It
 * is what the graph computes: blocks with a feature that is not defined are left out; NaN with fewer than two others, but
 * where a picture is one block in all, the covariance of its features counts as 0.
 */
export function createReadOut({ mean, covariance }: NiqeParameters): (blocks: NssFeatures) => number {
  const n = featureCount;
  const difference = new Float64Array(n);
  // Its upper triangle, row by row.
  const pooled = new Float64Array(n * n);
  // A row of each feature's values in the blocks that count.
  let values = new Float64Array();

  return ({ cells, features }) => {
    if (values.length < n * cells) values = new Float64Array(n * cells);
    const count = turnDefined(features, cells, values);
    if (count < Math.min(2, cells) || count === 0) return Number.NaN;
    for (let i = 0; i < n; i++) difference[i] = centre(values, i * cells, count) - mean[i]!;
    const freedom = Math.max(1, count - 1);
    sumProducts(values, cells, count, pooled);
    for (let i = 0; i < n * n; i++) pooled[i] = (pooled[i]! / freedom + covariance[i]!) / 2;
    return Math.sqrt(quadraticForm(pooled, difference));
  };
}

/** Writes the features of blocks where all are defined into rows of one feature each, `cells` apart. @returns how many blocks. */
function turnDefined(features: Float64Array, cells: number, values: Float64Array): number {
  let count = 0;
  for (let cell = 0; cell < cells; cell++) {
    const start = cell * featureCount;
    if (!allFinite(features, start, start + featureCount)) continue;
    for (let i = 0; i < featureCount; i++) values[i * cells + count] = features[start + i]!;
    count += 1;
  }
  return count;
}

function allFinite(values: Float64Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!(Math.abs(values[i]!) < 1e300)) return false;
  return true;
}

/** Subtracts from the values of a row their mean. @returns the mean. */
function centre(values: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += values[i]!;
  const mean = sum / count;
  for (let i = start; i < start + count; i++) values[i]! -= mean;
  return mean;
}

/**
 * Sums of products of each row with itself and those from it on, four at a time: the upper triangle, and here and there more.
 * The number of rows is a multiple of 4.
 */
function sumProducts(values: Float64Array, stride: number, count: number, sums: Float64Array): void {
  for (let i = 0; i < featureCount; i++) {
    const own = i * stride;
    for (let j = i - (i % 4); j < featureCount; j += 4) {
      const first = j * stride;
      const second = first + stride;
      const third = second + stride;
      const fourth = third + stride;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = 0; k < count; k++) {
        const factor = values[own + k]!;
        a += factor * values[first + k]!;
        b += factor * values[second + k]!;
        c += factor * values[third + k]!;
        d += factor * values[fourth + k]!;
      }
      const at = i * featureCount + j;
      sums[at] = a;
      sums[at + 1] = b;
      sums[at + 2] = c;
      sums[at + 3] = d;
    }
  }
}

/** vᵀ A⁻¹ v, of A's upper triangle, by elimination (A = L D Lᵀ). Both are overwritten. */
function quadraticForm(matrix: Float64Array, vector: Float64Array): number {
  const n = featureCount;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const pivot = matrix[i * n + i]!;
    const value = vector[i]!;
    sum += (value * value) / pivot;
    for (let row = i + 1; row < n; row++) {
      const factor = matrix[i * n + row]! / pivot;
      for (let j = row; j < n; j++) matrix[row * n + j]! -= factor * matrix[i * n + j]!;
      vector[row]! -= factor * value;
    }
  }
  return sum;
}
