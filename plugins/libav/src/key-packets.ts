/** Whether a packet of VP9 begins with a key frame, by the first bits of its header (VP9 bitstream specification, 6.2). */
export function isVp9Key([first = 0]: Buffer): boolean {
  const profile = ((first >> 5) & 1) | (((first >> 4) & 1) << 1);
  // `show_existing_frame` and `frame_type`; profile 3 has a reserved bit before them.
  return first >> 6 === 2 && ((first >> (profile === 3 ? 1 : 2)) & 3) === 0;
}

/**
 * Whether a packet of AV1 brings the header of the sequence, and a key frame that is shown as the first one (AV1 bitstream
 * specification, 5.3 and 5.9.2).
 */
export function isAv1Key(data: Buffer): boolean {
  let hasHeader = false;
  for (let at = 0; at < data.length; ) {
    const header = data[at]!;
    const type = (header >> 3) & 15;
    // Without a size it lasts to the end of the packet, which no muxer writes.
    if (!(header & 2)) return false;
    const { size, end } = readLeb128(data, at + (header & 4 ? 2 : 1));
    // `show_existing_frame` is 0, `frame_type` is 0, `show_frame` is 1.
    if (type === 3 || type === 6) return hasHeader && ((data[end] ?? 0) & 0xf0) === 0x10;
    hasHeader ||= type === 1;
    at = end + size;
  }
  return false;
}

function readLeb128(data: Buffer, start: number): { readonly size: number; readonly end: number } {
  let size = 0;
  for (let i = 0; i < 8; i++) {
    const byte = data[start + i] ?? 0;
    size += (byte & 127) * 2 ** (7 * i);
    if (!(byte & 128)) return { size, end: start + i + 1 };
  }
  return { size, end: start + 8 };
}
