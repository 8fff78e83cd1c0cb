const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * Rounds numbers to IEEE 754 half precision (11 significant bits), to the nearest and ties to even; beyond ±65504 they
 * become infinite. By way of float32, which matters for ties of float64 numbers only.
 *
 * @returns their 16-bit patterns.
 */
export function toFloat16(values: ArrayLike<number>): Uint16Array {
  const patterns = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i]!;
    patterns[i] = patternOf(bits[0]!);
  }
  return patterns;
}

/** The half precision pattern for a single precision one. */
function patternOf(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const magnitude = single & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return sign | 0x7e00;
  // From halfway between 65504 and 65536 on.
  if (magnitude >= 0x477f_f000) return sign | 0x7c00;
  // Below 2^-14 the last bit has a fixed weight of 2^-24: adding 1/2 puts it in the last bit of the sum, rounded.
  if (magnitude < 0x3880_0000) {
    bits[0] = magnitude;
    float[0] = float[0]! + 0.5;
    return sign | (bits[0]! - 0x3f00_0000);
  }
  const even = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x3800_0000 + 0xfff + even) >>> 13);
}
