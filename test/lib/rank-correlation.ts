/** Spearman's rank correlation; equal numbers share the mean of their ranks. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length - 1) / 2;
  const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
  const covariance = sum(i => (x[i]! - mean) * (y[i]! - mean));
  return covariance / Math.sqrt(sum(i => (x[i]! - mean) ** 2) * sum(i => (y[i]! - mean) ** 2));
}

function ranks(values: readonly number[]): readonly number[] {
  return values.map(value => {
    const below = values.filter(other => other < value).length;
    const equal = values.filter(other => other === value).length;
    return below + (equal - 1) / 2;
  });
}
