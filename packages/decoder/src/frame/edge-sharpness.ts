import { type LineSums, patchWhite } from './detail-kernel.ts';

/** Samples over which the coarse difference of an edge is taken. */
const edgeSpan = 8;

/** The share of all places that count as edges, those with the greatest coarse differences. */
const edgeShare = 0.07;

/** Least coarse difference of an edge, a little more than three steps of 8 bits. */
const leastEdge = Math.round((3.2 / 255) * patchWhite);

/** So many places, as a share of all, count as edges without any sharpness: a picture with next to no edges has next to none. */
const emptyShare = 0.002;

/**
 * Measures how steep the edges in one direction are: at each of the strongest, the greatest difference of neighbours along
 * the eight steps that it is looked at over, relative to the difference of the two ends. A perfect step has 1, an even slope
 * 1/8, whatever their heights.
 */
export class EdgeSharpness {
  readonly #sums: LineSums;
  #places = 0;

  /** @param sums what the kernel adds to. */
  constructor(sums: LineSums) {
    this.#sums = sums;
  }

  /** Forgets what was added. */
  reset(): void {
    this.#sums.edges.fill(0);
    this.#sums.fine.fill(0);
    this.#places = 0;
  }

  /** Counts lines of so many samples, which the kernel has added. Every other place is looked at: an edge is seen from several. */
  count(lines: number, samples: number): void {
    this.#places += lines * Math.max(0, (samples - edgeSpan + 1) >> 1);
  }

  /** The mean steepness of the strongest edges, and their mean coarse difference over all places that might be edges. */
  result(): { readonly steepness: number; readonly strength: number } {
    const wanted = this.#places * edgeShare;
    if (wanted === 0) return { steepness: 0, strength: 0 };
    let [found, steepness, strength] = [0, 0, 0];
    for (let coarse = patchWhite; coarse >= leastEdge && found < wanted; coarse--) {
      const count = this.#sums.edges[coarse]!;
      if (count === 0) continue;
      const taken = Math.min(count, wanted - found);
      steepness += (taken * this.#sums.fine[coarse]!) / (count * coarse);
      strength += taken * coarse;
      found += taken;
    }
    return {
      steepness: steepness / (found + emptyShare * this.#places),
      strength: strength / wanted,
    };
  }
}

/**
 * Sharpness from the edges across and down: the steepness of the less steep direction counts more, since blur by motion has
 * only one; a direction counts by the square of the strength of its edges. 0 for even slopes, 1 for perfect steps.
 */
export function sharpnessOf(across: EdgeSharpness, down: EdgeSharpness): number {
  const evenSlope = 1 / edgeSpan;
  let [weights, sum] = [0, 0];
  for (const { steepness, strength } of [across.result(), down.result()]) {
    const weight = strength * strength;
    weights += weight;
    if (weight > 0) sum += weight / (steepness * steepness);
  }
  if (weights === 0) return 0;
  return Math.max(0, (Math.sqrt(weights / sum) - evenSlope) / (1 - evenSlope));
}
