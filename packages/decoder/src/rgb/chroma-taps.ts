import type { ChromaLocation } from '@framesieve/core';

/** For each luma position along one axis: the two chroma samples around it and the weight of the second, 0 … 1. */
export interface ChromaTaps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

/** Where the first chroma sample lies, in steps of the luma grid, for chroma that is `scale` times coarser. */
export function chromaOffset(
  location: ChromaLocation,
  scale: number,
): { readonly x: number; readonly y: number } {
  const centre = (scale - 1) / 2;
  switch (location) {
    case 'center':
      return { x: centre, y: centre };
    case 'topleft':
      return { x: 0, y: 0 };
    case 'top':
      return { x: centre, y: 0 };
    case 'bottomleft':
      return { x: 0, y: scale - 1 };
    case 'bottom':
      return { x: centre, y: scale - 1 };
    default:
      // MPEG-2, H.264 and HEVC mean this when they don't say.
      return { x: 0, y: centre };
  }
}

/** Linear interpolation between chroma samples; beyond the outermost ones their value is kept. */
export function chromaTaps(
  lumaLength: number,
  chromaLength: number,
  scale: number,
  offset: number,
): ChromaTaps {
  const first = new Int32Array(lumaLength);
  const second = new Int32Array(lumaLength);
  const weight = new Float64Array(lumaLength);
  for (let i = 0; i < lumaLength; i++) {
    const position = Math.min(Math.max((i - offset) / scale, 0), chromaLength - 1);
    first[i] = Math.floor(position);
    second[i] = Math.min(first[i]! + 1, chromaLength - 1);
    weight[i] = position - first[i]!;
  }
  return { first, second, weight };
}

/** Where every `scale`-th luma position lies: behind the chroma sample of the same number or the one before it (−1), in eighths of a step. */
export interface ChromaPhase {
  readonly sample: number;
  readonly eighths: number;
}

/**
 * What {@link chromaTaps} comes to between the outermost samples, for the first `scale` positions: the others repeat it.
 * Offsets are whole halves, so with a scale of 1, 2 or 4 these are whole numbers.
 */
export function chromaPhases(scale: number, offset: number): readonly ChromaPhase[] {
  return Array.from({ length: scale }, (_, i) => {
    const position = (i - offset) / scale;
    const sample = Math.floor(position);
    return { sample, eighths: (position - sample) * 8 };
  });
}
