/** Counts the differing bits of two 64-bit hashes of a column. */
export function createHashDistance(hashes: BigUint64Array): (a: number, b: number) => number {
  const halves = new Uint32Array(hashes.buffer, hashes.byteOffset, hashes.length * 2);
  return (a, b) =>
    countBits(halves[2 * a]! ^ halves[2 * b]!) + countBits(halves[2 * a + 1]! ^ halves[2 * b + 1]!);
}

/** Adds up neighbouring bits in parallel: pairs, then nibbles, then bytes (H. S. Warren, "Hacker's Delight", 5-1). */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
