import type { PlainMap } from './plain-map.ts';

/** Random numbers from 0 to 1 that a seed decides (Lehmer, multiplier 48271). */
export function random(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A picture of levels from 0 to 255 with waves, an edge and noise in it: nothing in it is flat. */
export function texture(height: number, width: number, seed: number): PlainMap {
  const next = random(seed);
  const [a, b, c, noise] = [next() / 3, next() / 3, next() / 6, 6 + 20 * next()];
  const edge = width * (0.3 + 0.4 * next());
  const data = Uint8Array.from({ length: height * width }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const wave = 40 * Math.sin(a * x + b * y) + 25 * Math.cos(c * (x - y));
    return Math.round(
      Math.min(255, Math.max(0, 110 + wave + (x > edge ? 30 : 0) + noise * (next() - 0.5) * 4)),
    );
  });
  return { height, width, data };
}
