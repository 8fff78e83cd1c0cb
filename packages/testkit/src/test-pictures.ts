import type { RgbImage } from '@framesieve/core';

/**
 * A picture with edges, gradients and fine texture, the same for the same arguments.
 *
 * @param sharpness 1 for full detail, less for a smoother picture.
 */
export function texturedPicture(width: number, height: number, seed = 1, sharpness = 1): RgbImage {
  const random = generator(seed);
  const data = new Uint8Array(width * height * 3);
  const discs = Array.from({ length: 40 }, () => ({
    x: random() * width,
    y: random() * height,
    radius: (0.03 + 0.2 * random()) * Math.max(width, height),
    color: [random() * 255, random() * 255, random() * 255],
  }));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const top = discs.findLast(disc => Math.hypot(x - disc.x, y - disc.y) < disc.radius);
      const noise = (random() - 0.5) * 40 * sharpness;
      for (let channel = 0; channel < 3; channel++) {
        const base = top?.color[channel] ?? 128 + (60 * (x - width / 2)) / width;
        const smooth = 128 + 50 * Math.sin(x / 17 + channel) * Math.cos(y / 23);
        const level = sharpness * base + (1 - sharpness) * smooth + noise;
        data[(y * width + x) * 3 + channel] = Math.min(255, Math.max(0, Math.round(level)));
      }
    }
  }
  return { width, height, data };
}

/** A picture of one colour. */
export function flatPicture(width: number, height: number, level: number): RgbImage {
  return { width, height, data: new Uint8Array(width * height * 3).fill(level) };
}

/** Numbers in [0, 1) by a linear congruential generator (Numerical Recipes' constants). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
