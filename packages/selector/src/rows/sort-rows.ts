/**
 * Sorts rows by value, highest first; equal values stay in the order that they were in. Rows whose value is NaN are left
 * out.
 *
 * A radix sort over the bits of the values, which for 64-bit floats ascend as the values do once the sign bit, and below
 * zero all others, are flipped: linear time, and the same order on every machine.
 *
 * @param from rows in the order that they are in; all rows in their own order unless it is given.
 */
export function sortRows(values: Float64Array, from?: Uint32Array): Uint32Array {
  const words = new Uint32Array(values.length * 2);
  let rows = new Uint32Array(from?.length ?? values.length);
  const taken = rows.length;
  let count = 0;
  const bits = new Uint32Array(withoutNegativeZero(values).buffer);
  for (let i = 0; i < taken; i++) {
    const row = from ? from[i]! : i;
    if (Number.isNaN(values[row]!)) continue;
    const high = bits[2 * row + 1]!;
    const negative = high >>> 31;
    // Complemented, so that the highest value has the lowest key.
    words[2 * row] = negative ? bits[2 * row]! : ~bits[2 * row]!;
    words[2 * row + 1] = negative ? high : ~high & 0x7fffffff;
    rows[count++] = row;
  }
  rows = rows.subarray(0, count);
  let sorted = new Uint32Array(count);
  for (let digit = 0; digit < 4; digit++) {
    if (passDigit(words, digit, rows, sorted)) [rows, sorted] = [sorted, rows];
  }
  return rows;
}

/** One pass of the sort, by 16 of the 64 bits; `false` where all rows have the same, and nothing was moved. */
function passDigit(words: Uint32Array, digit: number, from: Uint32Array, to: Uint32Array): boolean {
  const shift = (digit & 1) * 16;
  const word = digit >> 1;
  const starts = new Uint32Array(65_536);
  for (let i = 0; i < from.length; i++) starts[(words[2 * from[i]! + word]! >>> shift) & 0xffff]!++;
  let start = 0;
  for (let key = 0; key < starts.length; key++) {
    const size = starts[key]!;
    if (size === from.length) return false;
    starts[key] = start;
    start += size;
  }
  for (let i = 0; i < from.length; i++) {
    const row = from[i]!;
    to[starts[(words[2 * row + word]! >>> shift) & 0xffff]!++] = row;
  }
  return true;
}

/** A copy in which −0 is 0, which it equals, but not in its bits. */
function withoutNegativeZero(values: Float64Array): Float64Array {
  const copy = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) copy[row] = values[row]! + 0;
  return copy;
}
