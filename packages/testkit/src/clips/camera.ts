import type { Plane, Scene } from './dead-leaves.ts';

/** A frame before it is encoded: 4:2:0, luma 0…255, chroma −128…127 sited left (the default of H.264). */
export interface Picture {
  readonly luma: Plane;
  readonly cb: Plane;
  readonly cr: Plane;
}

/**
 * Looks at a part of a scene.
 *
 * @param x left edge in the scene, in pixels, at least 0.5; fractions are honoured.
 * @param y top edge in the scene, in pixels.
 * @throws RangeError when the part comes closer than a pixel to the right or lower edge, or lies outside.
 */
export function takePicture(scene: Scene, x: number, y: number, width: number, height: number): Picture {
  const [chromaWidth, chromaHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  return {
    luma: halve(scene.luma, x * 2, y * 2, width, height),
    // Left-sited chroma samples lie half a pixel left of the middle of their pair.
    cb: halve(scene.cb, x - 0.5, y, chromaWidth, chromaHeight),
    cr: halve(scene.cr, x - 0.5, y, chromaWidth, chromaHeight),
  };
}

/**
 * Takes a window of a plane at half its resolution: every output sample is the mean over a square of two by two source
 * samples, the source interpolated linearly, so that any position gives a picture of the same sharpness.
 */
function halve(source: Plane, x: number, y: number, width: number, height: number): Plane {
  const [firstColumn, firstRow] = [Math.floor(x), Math.floor(y)];
  const inside =
    Math.min(x, y) >= 0 && x + 2 * width <= source.width - 1 && y + 2 * height <= source.height - 1;
  if (!inside) throw new RangeError(`The scene has no window of ${width}x${height} at ${x}, ${y}.`);
  const [left, right] = outerTaps(x);
  const [above, below] = outerTaps(y);
  const samples = new Float32Array(width * height);
  const row = new Float32Array(2 * width + 1);
  for (let outY = 0; outY < height; outY++) {
    const first = (firstRow + 2 * outY) * source.width + firstColumn;
    const middle = first + source.width;
    const last = middle + source.width;
    for (let i = 0; i < row.length; i++) {
      row[i] =
        above * source.samples[first + i]! +
        0.5 * source.samples[middle + i]! +
        below * source.samples[last + i]!;
    }
    for (let outX = 0, i = 0; outX < width; outX++, i += 2) {
      samples[outY * width + outX] = left * row[i]! + 0.5 * row[i + 1]! + right * row[i + 2]!;
    }
  }
  return { samples, width, height };
}

/** Weights of the two samples that the square touches at its edges; the one between has a half. */
function outerTaps(start: number): readonly [number, number] {
  const fraction = start - Math.floor(start);
  return [(1 - fraction) / 2, fraction / 2];
}
