/** Measures how many bits two 64-bit hashes of a column differ in, by their rows. */
export type HashDistance = (a: number, b: number) => number;

/** Makes the measure of a column; 0 … 64. */
export function createHashDistance(hashes: BigUint64Array): HashDistance {
  const halves = halvesOf(hashes);
  return (a, b) =>
    countBits(halves[2 * a]! ^ halves[2 * b]!) + countBits(halves[2 * a + 1]! ^ halves[2 * b + 1]!);
}

/** A column of hashes as pairs of 32-bit words, which are counted much faster than big integers. */
export function halvesOf(hashes: BigUint64Array): Uint32Array {
  return new Uint32Array(hashes.buffer, hashes.byteOffset, hashes.length * 2);
}

/** Adds up neighbouring bits in parallel: pairs, then nibbles, then bytes (H. S. Warren, "Hacker's Delight", 5-1). */
export function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
