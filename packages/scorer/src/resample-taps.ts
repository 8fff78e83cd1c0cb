import type { Resampling } from '@framesieve/models';

/** Along one axis: sample `i` of the result is the sum of `size` samples from `first[i]` on, weighted. */
export interface Taps {
  readonly first: Int32Array;
  /** `size` weights for each sample of the result; they add up to 1. */
  readonly weights: Float64Array;
  readonly size: number;
}

interface Kernel {
  /** It is 0 from here on. */
  readonly radius: number;
  /** Its value at a distance ≥ 0. */
  readonly at: (distance: number) => number;
}

const triangle: Kernel = { radius: 1, at: x => Math.max(0, 1 - x) };

/** Cubic convolution (R. Keys, "Cubic convolution interpolation for digital image processing", 1981, with his a). */
function cubic(a: number): Kernel {
  return {
    radius: 2,
    at: x => {
      if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    },
  };
}

/**
 * The taps for samples `[start, start + count)` of an axis that is scaled from `from` to `to` samples; see
 * {@link resampleImage} for the formulas.
 */
export function resampleTaps(
  from: number,
  to: number,
  { filter, antialias }: Resampling,
  { start, count }: { readonly start: number; readonly count: number },
): Taps {
  const kernel = filter === 'bilinear' ? triangle : cubic(antialias ? -0.5 : -0.75);
  const scale = from / to;
  const stretch = antialias ? Math.max(1, scale) : 1;
  const radius = kernel.radius * stretch;
  const size = Math.min(from, Math.floor(2 * radius) + 1);
  const first = new Int32Array(count);
  const weights = new Float64Array(count * size);
  for (let i = 0; i < count; i++) {
    const centre = (start + i + 0.5) * scale - 0.5;
    const lowest = Math.ceil(centre - radius);
    const highest = Math.floor(centre + radius);
    const base = clamp(lowest, 0, from - size);
    first[i] = base;
    let sum = 0;
    for (let position = lowest; position <= highest; position++) {
      const inside = clamp(position, 0, from - 1);
      // Beyond the edges: nothing with antialias, else the outermost sample again.
      if (antialias && inside !== position) continue;
      const weight = kernel.at(Math.abs(position - centre) / stretch);
      weights[i * size + inside - base]! += weight;
      sum += weight;
    }
    for (let tap = i * size; tap < (i + 1) * size; tap++) weights[tap]! /= sum;
  }
  return { first, weights, size };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
