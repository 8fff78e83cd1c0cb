const steps = 4096;

/** Tabulates a function of 0 … 1 for {@link lookUp}. */
export function tabulate(compute: (position: number) => number): Float64Array {
  return Float64Array.from({ length: steps + 2 }, (_, i) => compute(Math.min(i / steps, 1)));
}

/** Interpolates linearly; beyond the ends their values are kept, and what is no number counts as 0. */
export function lookUp(table: Float64Array, position: number): number {
  const scaled = position > 0 ? (position < 1 ? position * steps : steps) : 0;
  const index = scaled | 0;
  const value = table[index]!;
  return value + (table[index + 1]! - value) * (scaled - index);
}
