const pictureCodingExtension = Buffer.from([0, 0, 1, 0xb5]);

/**
 * Has the pictures of an MPEG-2 stream shown as film on television: two fields and three in turn. Only flags of the
 * picture coding extension (ISO/IEC 13818-2, 6.2.3.1) change: `top_field_first`, `repeat_first_field` and
 * `progressive_frame`. The coded pictures stay what they are.
 */
export function softTelecine(stream: Buffer): Buffer {
  const result = Buffer.from(stream);
  let picture = 0;
  for (let at = 0; ; at += pictureCodingExtension.length) {
    at = result.indexOf(pictureCodingExtension, at);
    if (at < 0) return result;
    if (result[at + 4]! >> 4 !== 8) continue;
    const topFirst = picture % 4 < 1 || picture % 4 > 2;
    const repeat = picture % 2 === 0;
    result[at + 7] = (result[at + 7]! & 0b0111_1101) | (topFirst ? 0x80 : 0) | (repeat ? 0x02 : 0);
    result[at + 8] = result[at + 8]! | 0x80;
    picture += 1;
  }
}
