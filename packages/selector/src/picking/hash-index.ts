import { createHashDistance, type HashDistance, halvesOf } from '../rows/hash-distance.ts';

/** Above this, buckets hold so many hashes that going through all is as fast. */
const mostIndexedDistance = 7;

/**
 * Finds, among rows that were added, the first that looks the same as another. Of two hashes that differ in at most d
 * bits, at least one of d + 1 pieces is equal, so only rows that share a piece need a look. Every (d + 1)th bit goes to the
 * same piece: bits that are the same in all pictures of a video are neighbours, and would make up whole pieces.
 */
export class HashIndex {
  readonly maxDistance: number;
  readonly #distance: HashDistance;
  readonly #halves: Uint32Array;
  readonly #rows: number[] = [];
  /** Positions in `#rows` by piece and its bits. */
  readonly #buckets = new Map<number, number[]>();
  readonly #pieces: number;
  /** Bits of each piece, a pair of 32-bit words as in `#halves`. */
  readonly #masks: Uint32Array;

  constructor(hashes: BigUint64Array, maxDistance: number) {
    this.maxDistance = maxDistance;
    this.#distance = createHashDistance(hashes);
    this.#halves = halvesOf(hashes);
    this.#pieces = maxDistance <= mostIndexedDistance ? maxDistance + 1 : 0;
    this.#masks = new Uint32Array(2 * this.#pieces);
    if (this.#pieces === 0) return;
    for (let bit = 0; bit < 64; bit++) this.#masks[2 * (bit % this.#pieces) + (bit >> 5)]! |= 1 << (bit & 31);
  }

  add(row: number): void {
    for (let piece = 0; piece < this.#pieces; piece++) {
      const key = this.#key(row, piece);
      const bucket = this.#buckets.get(key);
      if (bucket) bucket.push(this.#rows.length);
      else this.#buckets.set(key, [this.#rows.length]);
    }
    this.#rows.push(row);
  }

  /** The row that was added first of those that differ from `row` in at most `maxDistance` bits. */
  find(row: number): number | undefined {
    const alike = (other: number) => this.#distance(other, row) <= this.maxDistance;
    if (this.#pieces === 0) return this.#rows.find(alike);
    let first = Number.POSITIVE_INFINITY;
    for (let piece = 0; piece < this.#pieces; piece++) {
      for (const position of this.#buckets.get(this.#key(row, piece)) ?? []) {
        if (position >= first) break;
        if (alike(this.#rows[position]!)) first = position;
      }
    }
    return this.#rows[first];
  }

  /** Stands for the bits of a piece and its number; two that are different may share one, but seldom do. */
  #key(row: number, piece: number): number {
    const low = this.#halves[2 * row]! & this.#masks[2 * piece]!;
    const high = this.#halves[2 * row + 1]! & this.#masks[2 * piece + 1]!;
    // Odd factors lose nothing; these are 2³² by the golden ratio, and a prime.
    return ((Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77)) >>> 0) * 8 + piece;
  }
}
