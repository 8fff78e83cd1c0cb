import { createHashDistance, type HashDistance, halvesOf } from '../rows/hash-distance.ts';

/** Above this, buckets hold so many hashes that going through all is as fast. */
const mostIndexedDistance = 7;

/**
 * Finds, among rows that were added, the first that looks the same as another. Of two hashes that differ in at most d
 * bits, at least one of d + 1 pieces is equal, so only rows that share a piece need a look.
 */
export class HashIndex {
  readonly maxDistance: number;
  readonly #distance: HashDistance;
  readonly #halves: Uint32Array;
  readonly #rows: number[] = [];
  /** Positions in `#rows` by piece and its bits. */
  readonly #buckets = new Map<number, number[]>();
  readonly #pieces: number;

  constructor(hashes: BigUint64Array, maxDistance: number) {
    this.maxDistance = maxDistance;
    this.#distance = createHashDistance(hashes);
    this.#halves = halvesOf(hashes);
    this.#pieces = maxDistance <= mostIndexedDistance ? maxDistance + 1 : 0;
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

  /** Bits `[64·piece ÷ pieces, 64·(piece + 1) ÷ pieces)` of the hash, at most 32 of them, and the piece's number. */
  #key(row: number, piece: number): number {
    const start = Math.floor((64 * piece) / this.#pieces);
    const size = Math.min(32, Math.floor((64 * (piece + 1)) / this.#pieces) - start);
    const low = this.#halves[2 * row]!;
    const high = this.#halves[2 * row + 1]!;
    const shifted =
      start >= 32 ? high >>> (start - 32) : start === 0 ? low : (low >>> start) | (high << (32 - start));
    const bits = size === 32 ? shifted >>> 0 : shifted & ((1 << size) - 1);
    return bits * 8 + piece;
  }
}
