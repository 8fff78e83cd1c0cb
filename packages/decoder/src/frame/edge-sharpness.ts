import { patchWhite } from './luma-patches.ts';

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
  /** Places by coarse difference: how many, and the sum of their greatest fine differences. */
  readonly #counts = new Int32Array(patchWhite + 1);
  readonly #fine = new Int32Array(patchWhite + 1);
  #places = 0;

  /** Forgets what was added. */
  reset(): void {
    this.#counts.fill(0);
    this.#fine.fill(0);
    this.#places = 0;
  }

  /**
   * Adds a line of samples.
   *
   * @param steps the absolute differences of its neighbours, one less than samples; they are overwritten.
   */
  add(samples: Int32Array, start: number, stride: number, count: number, steps: Int32Array): void {
    const places = (count - edgeSpan + 1) >> 1;
    if (places <= 0) return;
    this.#places += places;
    // In place, as no step is read after it. Every other place is looked at: an edge is seen from several.
    const pairs = places + 3;
    for (let i = 0; i < pairs; i++) steps[i] = greater(steps[2 * i]!, steps[2 * i + 1]!);
    const far = edgeSpan * stride;
    const [counts, sums] = [this.#counts, this.#fine];
    for (let i = 0, at = start; i < places; i++, at += 2 * stride) {
      const coarse = Math.abs(samples[at + far]! - samples[at]!);
      if (coarse < leastEdge) continue;
      const fine = greater(greater(steps[i]!, steps[i + 1]!), greater(steps[i + 2]!, steps[i + 3]!));
      counts[coarse]! += 1;
      sums[coarse]! += fine;
    }
  }

  /** The mean steepness of the strongest edges, and their mean coarse difference over all places that might be edges. */
  result(): { readonly steepness: number; readonly strength: number } {
    const wanted = this.#places * edgeShare;
    if (wanted === 0) return { steepness: 0, strength: 0 };
    let [found, steepness, strength] = [0, 0, 0];
    for (let coarse = patchWhite; coarse >= leastEdge && found < wanted; coarse--) {
      const count = this.#counts[coarse]!;
      if (count === 0) continue;
      const taken = Math.min(count, wanted - found);
      steepness += (taken * this.#fine[coarse]!) / (count * coarse);
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

/** The greater of two small numbers, without a branch: in fine texture it would be guessed wrong half of the time. */
function greater(a: number, b: number): number {
  const excess = a - b;
  return a - (excess & (excess >> 31));
}
