/** Bytes of an entry in the table of {@link writeCubicTaps}. */
export const cubicTapBytes = 32;

/**
 * Writes for each of ⌊n/2⌋ positions the four samples that OpenCV's `INTER_CUBIC` (a = −0.75) blends, clamped to the edges, as int32,
 * and their weights in float32, computed as OpenCV computes them.
 */
export function writeCubicTaps(memory: ArrayBufferLike, address: number, length: number): void {
  const half = length >> 1;
  const view = new DataView(memory, address, half * cubicTapBytes);
  for (let i = 0; i < half; i++) {
    const source = Math.fround((i + 0.5) * (length / half) - 0.5);
    const base = Math.floor(source);
    const at = i * cubicTapBytes;
    for (let tap = 0; tap < 4; tap++) {
      view.setInt32(at + tap * 4, Math.min(Math.max(base + tap - 1, 0), length - 1), true);
    }
    const weights = cubicWeights(Math.fround(source - base));
    for (const [tap, weight] of weights.entries()) view.setFloat32(at + 16 + tap * 4, weight, true);
  }
}

const a = -0.75;

function cubicWeights(x: number): readonly [number, number, number, number] {
  const f = Math.fround;
  const near = (t: number) => f(f(f(f(f(f(a + 2) * t) - f(a + 3)) * t) * t) + 1);
  const u = f(x + 1);
  const outer = f(f(f(f(f(f(a * u) - f(5 * a)) * u) + f(8 * a)) * u) - f(4 * a));
  const inner = near(x);
  const next = near(f(1 - x));
  return [outer, inner, next, f(f(f(1 - outer) - inner) - next)];
}
