/** A range of rows `[start, end)`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** The windows that quantiles are taken over. */
export interface Windows {
  /** Rows in the order in which they are neighbours. */
  readonly order: Uint32Array;
  /** No window reaches out of the range of `order` that its row lies in. */
  readonly ranges: readonly RowRange[];
  /** Rows that a window takes in on either side, near an end of its range as many more on the other. */
  readonly reach: number;
  /** Rows that must count in a window; where there are fewer, the result is NaN. */
  readonly least: number;
}

/** Samples that are enough for a quantile. */
const mostSamples = 128;

/**
 * The quantile of a column in a window around each row, in linear time: a histogram moves along, and with it the bin in
 * which the quantile lies (T. S. Huang, "A fast two-dimensional median filtering algorithm", 1979). Bins are 1/32 of an
 * octave wide, so that a quantile is within 1.6 % of a value of the column; what is below 2⁻¹⁴ counts as 0. Of windows of
 * more than 128 rows, only every so many rows count, and so many have one result: neighbouring frames differ little.
 *
 * @param values one per row, 0 … 4; NaN where unknown, which doesn't count.
 * @param excluded rows that don't count are those with another value than 0.
 * @param quantile 0 … 1.
 */
export function slidingQuantile(
  values: Float32Array,
  excluded: Uint8Array,
  { order, ranges, reach, least }: Windows,
  quantile: number,
): Float32Array {
  const result = new Float32Array(values.length).fill(Number.NaN);
  const histogram = new MovingHistogram(quantile);
  const stride = Math.max(1, Math.floor((2 * reach) / mostSamples));
  const count = (i: number, weight: 1 | -1) => {
    const row = order[i]!;
    if (excluded[row] === 0) histogram.add(binOf(values[row]!), weight);
  };
  for (const { start, end } of ranges) {
    histogram.clear();
    let from = start;
    let to = start;
    for (let i = start; i < end; i += stride) {
      const first = Math.max(start, Math.min(i - reach, end - 2 * reach - 1));
      const last = Math.min(end, first + 2 * reach + 1);
      for (; to < last; to += stride) count(to, 1);
      for (; from < first; from += stride) count(from, -1);
      if (histogram.total * stride < least) continue;
      const value = histogram.value();
      for (let j = i; j < Math.min(end, i + stride); j++) result[order[j]!] = value;
    }
  }
  return result;
}

const lowestExponent = 127 - 14;
const binCount = 32 * 16 + 1;
const word = new Float32Array(1);
const wordBits = new Uint32Array(word.buffer);

/** The exponent and the five leading bits of the mantissa ascend as the values do. */
function binOf(value: number): number {
  if (!(value >= 0)) return Number.isNaN(value) ? -1 : 0;
  word[0] = value;
  return Math.min(binCount - 1, Math.max(0, (wordBits[0]! >>> 18) - (lowestExponent << 5) + 1));
}

function middleOf(bin: number): number {
  if (bin === 0) return 0;
  wordBits[0] = ((bin - 1 + (lowestExponent << 5)) << 18) | (1 << 17);
  return word[0]!;
}

/** A histogram that knows the bin of a quantile. */
class MovingHistogram {
  readonly #counts = new Uint32Array(binCount);
  readonly #quantile: number;
  #bin = 0;
  /** Values in the bins below `#bin`. */
  #below = 0;
  total = 0;

  constructor(quantile: number) {
    this.#quantile = quantile;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#bin = 0;
    this.#below = 0;
    this.total = 0;
  }

  add(bin: number, count: 1 | -1): void {
    if (bin < 0) return;
    this.#counts[bin]! += count;
    this.total += count;
    if (bin < this.#bin) this.#below += count;
  }

  value(): number {
    const wanted = Math.floor(this.#quantile * (this.total - 1));
    while (this.#below > wanted) this.#below -= this.#counts[--this.#bin]!;
    while (this.#below + this.#counts[this.#bin]! <= wanted) this.#below += this.#counts[this.#bin++]!;
    return middleOf(this.#bin);
  }
}
