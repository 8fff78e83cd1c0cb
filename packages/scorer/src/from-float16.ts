/** The numbers that IEEE 754 half-precision patterns stand for; the inverse of `toFloat16` of `@framesieve/models`. */
export function fromFloat16(patterns: Uint16Array): Float32Array {
  const values = new Float32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) {
    const sign = patterns[i]! & 0x8000 ? -1 : 1;
    const exponent = (patterns[i]! >>> 10) & 31;
    const fraction = (patterns[i]! & 1023) / 1024;
    if (exponent === 31) values[i] = fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    else if (exponent === 0) values[i] = sign * fraction * 2 ** -14;
    else values[i] = sign * (1 + fraction) * 2 ** (exponent - 15);
  }
  return values;
}
