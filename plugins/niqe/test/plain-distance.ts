import { featureCount, type NiqeParameters } from '../src/niqe-parameters.ts';

/** The distance of NIQE (eq. 10) from rows of features; `null` with fewer than two rows that are finite, unless there is one in all. */
export function plainDistance(
  rows: readonly (readonly number[])[],
  { mean, covariance }: NiqeParameters,
): number | null {
  const defined = rows.filter(row => row.every(Number.isFinite));
  const count = defined.length;
  if (count < Math.min(2, rows.length)) return null;
  const means = Array.from(mean, (_, i) => defined.reduce((sum, row) => sum + row[i]!, 0) / count);
  const pooled = Array.from(mean, (_, i) =>
    Array.from(mean, (_, j) => {
      const products = defined.map(row => (row[i]! - means[i]!) * (row[j]! - means[j]!));
      const own = products.reduce((sum, product) => sum + product, 0) / Math.max(1, count - 1);
      return (covariance[i * featureCount + j]! + own) / 2;
    }),
  );
  const difference = means.map((value, i) => value - mean[i]!);
  const solved = solve(pooled, difference);
  return Math.sqrt(difference.reduce((sum, value, i) => sum + value * solved[i]!, 0));
}

/** Solves a system of linear equations by elimination, with the largest pivot of each column. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    const best = rows
      .slice(k)
      .reduce((at, row, i) => (Math.abs(row[k]!) > Math.abs(rows[at]![k]!) ? k + i : at), k);
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= size; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    const known = solution.reduce((sum, value, j) => (j > i ? sum + rows[i]![j]! * value : sum), 0);
    solution[i] = (rows[i]![size]! - known) / rows[i]![i]!;
  }
  return solution;
}
