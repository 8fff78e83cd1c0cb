/**
 * Puts interleaved B, G, R samples into the planes G, B, R.
 *
 * @param target as long as `source`, a multiple of three.
 */
export function bgrToPlanes(source: Uint8Array, target: Uint8Array): void {
  const samples = source.length / 3;
  for (let i = 0, from = 0; i < samples; i++, from += 3) {
    target[i] = source[from + 1]!;
    target[samples + i] = source[from]!;
    target[2 * samples + i] = source[from + 2]!;
  }
}
