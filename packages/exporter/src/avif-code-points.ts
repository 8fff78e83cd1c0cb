/** Code points of ITU-T H.273. */
export interface CodePoints {
  readonly primaries: number;
  readonly transfer: number;
}

const sequenceHeader = 1;
const highProfile = 1;
const professionalProfile = 2;

/**
 * Says in an AVIF file what its primaries and transfer are: the encoder always writes those of sRGB. They stand in the
 * sequence header of the AV1 bitstream (AV1 5.5), which counts where the container has no colour box of that kind.
 *
 * @param avif a still picture as libheif writes it; it is changed in place.
 * @throws Error when it is not such a picture.
 */
export function setAvifCodePoints(avif: Buffer, { primaries, transfer }: CodePoints): void {
  const at = codePointsAt(avif, findSequenceHeader(avif, primaryItemAt(avif)));
  writeBits(avif, at, 8, primaries);
  writeBits(avif, at + 8, 8, transfer);
}

/**
 * Reads what {@link setAvifCodePoints} writes.
 *
 * @throws Error when it is not such a picture.
 */
export function readAvifCodePoints(avif: Buffer): CodePoints {
  const at = codePointsAt(avif, findSequenceHeader(avif, primaryItemAt(avif)));
  return { primaries: readBits(avif, at, 8), transfer: readBits(avif, at + 8, 8) };
}

/** Where the bitstream of the primary item begins, by the boxes `pitm` and `iloc` (ISO/IEC 14496-12, 8.11). */
function primaryItemAt(file: Buffer): number {
  const meta = findBox(file, 0, file.length, 'meta');
  const inside = [meta.start + 4, meta.end] as const;
  const primary = findBox(file, ...inside, 'pitm');
  const locations = findBox(file, ...inside, 'iloc');
  const item = file.readUInt16BE(primary.start + 4);
  const sizes = file.readUInt16BE(locations.start + 4);
  // Offsets, lengths and bases of four bytes, no index: all that libheif writes.
  if (file[primary.start] !== 0 || file[locations.start] !== 0 || sizes !== 0x4440) {
    throw new Error('The AVIF encoder laid out its items in an unknown way.');
  }
  const count = file.readUInt16BE(locations.start + 6);
  for (let i = 0, at = locations.start + 8; i < count; i++) {
    const extents = file.readUInt16BE(at + 8);
    const isPicture = file.readUInt16BE(at) === item && extents > 0;
    if (isPicture) return file.readUInt32BE(at + 4) + file.readUInt32BE(at + 10);
    at += 10 + extents * 8;
  }
  throw new Error('The AVIF encoder wrote no picture.');
}

function findBox(file: Buffer, start: number, end: number, type: string): { start: number; end: number } {
  for (let at = start; at + 8 <= end; ) {
    const size = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === type) return { start: at + 8, end: at + size };
    if (size < 8) break;
    at += size;
  }
  throw new Error(`The AVIF encoder wrote no box ${type}.`);
}

/** Index of the first bit of the sequence header's payload. */
function findSequenceHeader(file: Buffer, start: number): number {
  for (let at = start; at < file.length; ) {
    const header = file[at]!;
    const extension = (header >> 2) & 1;
    let length = 0;
    let after = at + 1 + extension;
    // leb128: seven bits a byte, the lowest first.
    for (let shift = 0; ; shift += 7) {
      const byte = file.readUInt8(after++);
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    if (((header >> 3) & 15) === sequenceHeader) return after * 8;
    at = after + length;
  }
  throw new Error('The AVIF encoder wrote no sequence header.');
}

/** Index of the first bit of the code points, in a header of the reduced form for still pictures (AV1 5.5.1, 5.5.2). */
function codePointsAt(file: Buffer, start: number): number {
  let at = start;
  const read = (bits: number) => {
    at += bits;
    return readBits(file, at - bits, bits);
  };
  const profile = read(3);
  const [isStill, isReduced] = [read(1), read(1)];
  if (!isStill || !isReduced) throw new Error('The AVIF encoder wrote no header of a still picture.');
  read(5);
  const [widthBits, heightBits] = [read(4) + 1, read(4) + 1];
  read(widthBits);
  read(heightBits);
  // Superblock size, intra filter, edge filter, super-resolution, CDEF, restoration.
  read(6);
  const isDeep = read(1);
  if (profile === professionalProfile && isDeep) read(1);
  // Whether it is grey: of no consequence for what follows.
  if (profile !== highProfile) read(1);
  const hasCodePoints = read(1);
  if (!hasCodePoints) throw new Error('The AVIF encoder wrote no code points for colour.');
  return at;
}

function readBits(file: Buffer, start: number, count: number): number {
  let value = 0;
  for (let bit = start; bit < start + count; bit++) {
    value = value * 2 + ((file.readUInt8(bit >> 3) >> (7 - (bit & 7))) & 1);
  }
  return value;
}

function writeBits(file: Buffer, start: number, count: number, value: number): void {
  for (let i = 0; i < count; i++) {
    const at = (start + i) >> 3;
    const mask = 0x80 >> ((start + i) & 7);
    const bit = (value >> (count - 1 - i)) & 1;
    file[at] = bit ? file[at]! | mask : file[at]! & ~mask;
  }
}
