import { BadFile } from './bad-file.ts';

/** A data element of a MAT-file: what its tag says, and the bytes behind it. */
export interface Mat5Element {
  /** `mi…` number of the format. */
  readonly type: number;
  readonly bytes: Buffer;
}

/** `mi…` numbers of elements that hold others. */
export const mat5Types = { int8: 1, int32: 5, uint32: 6, matrix: 14, compressed: 15 };

/**
 * Reads data elements that lie one behind the other.
 *
 * @throws BadFile when one is cut off.
 */
export function* mat5Elements(bytes: Buffer, littleEndian: boolean): Generator<Mat5Element> {
  const word = (at: number) => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) throw cutOff();
    const first = word(at);
    // Up to four bytes may lie in the tag itself; their number is in the upper half of its first word.
    const small = first >>> 16;
    const type = small ? first & 0xffff : first;
    const length = small || word(at + 4);
    const start = at + (small ? 4 : 8);
    if (small > 4 || start + length > bytes.length) throw cutOff();
    yield { type, bytes: bytes.subarray(start, start + length) };
    // Compressed elements are not padded.
    at = small ? at + 8 : start + (type === mat5Types.compressed ? length : Math.ceil(length / 8) * 8);
  }
}

const readers: ReadonlyMap<
  number,
  { readonly size: number; read(view: DataView, at: number, le: boolean): number }
> = new Map([
  [1, { size: 1, read: (view, at) => view.getInt8(at) }],
  [2, { size: 1, read: (view, at) => view.getUint8(at) }],
  [3, { size: 2, read: (view, at, le) => view.getInt16(at, le) }],
  [4, { size: 2, read: (view, at, le) => view.getUint16(at, le) }],
  [5, { size: 4, read: (view, at, le) => view.getInt32(at, le) }],
  [6, { size: 4, read: (view, at, le) => view.getUint32(at, le) }],
  [7, { size: 4, read: (view, at, le) => view.getFloat32(at, le) }],
  [9, { size: 8, read: (view, at, le) => view.getFloat64(at, le) }],
  [12, { size: 8, read: (view, at, le) => exactly(view.getBigInt64(at, le)) }],
  [13, { size: 8, read: (view, at, le) => exactly(view.getBigUint64(at, le)) }],
]);

/**
 * The numbers in an element.
 *
 * @throws BadFile when it holds none, or whole numbers that are too large.
 */
export function mat5Numbers({ type, bytes }: Mat5Element, littleEndian: boolean): Float64Array {
  const reader = readers.get(type);
  if (!reader || bytes.length % reader.size !== 0)
    throw new BadFile('has a matrix without numbers, or is damaged');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float64Array(bytes.length / reader.size);
  for (let at = 0; at < numbers.length; at++) numbers[at] = reader.read(view, at * reader.size, littleEndian);
  return numbers;
}

function exactly(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new BadFile(`holds the whole number ${value}, which is too large`);
  return number;
}

function cutOff(): BadFile {
  return new BadFile('is cut off or damaged');
}
