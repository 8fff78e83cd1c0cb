import type { FileHandle } from 'node:fs/promises';
import { isUrl } from '@framesieve/core';
import { findSequence } from './image-sequence.ts';
import { openFile } from './open-file.ts';

/** Reads a part of a file, shorter at its end. */
type Read = (position: number, length: number) => Promise<Buffer>;

/**
 * How many bytes are missing at the end of a file, by what its container says of its own length; 0 where none are, or where
 * it doesn't say. Understood are the boxes of ISO/IEC 14496-12 (MP4, MOV), the chunks of RIFF (AVI), the segment of RFC 9559
 * (Matroska, WebM), and the pages of RFC 3533 (Ogg). Streams without a stated length may end anywhere.
 */
export async function missingBytes(path: string): Promise<number> {
  // A web server states the length of what it has, and a transfer that breaks off is an error.
  if (isUrl(path) || (await findSequence(path))) return 0;
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    const end = await statedEnd(reader(file), size);
    return end === null ? 0 : Math.max(0, end - size);
  } finally {
    await file.close();
  }
}

/** Missing bytes in words. */
export function cutOff(missing: number): string {
  return `The file was cut off: it ends ${missing} bytes before the end that its container states.`;
}

function reader(file: FileHandle): Read {
  return async (position, length) => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  };
}

async function statedEnd(read: Read, size: number): Promise<number | null> {
  const head = await read(0, 64);
  const mark = head.toString('latin1', 0, 4);
  if (mark === 'RIFF') return riffEnd(read, size);
  if (mark === 'OggS') return oggEnd(read, size);
  if (head.length >= 12 && head.readUInt32BE(0) === 0x1a45dfa3) return matroskaEnd(head);
  return firstBoxes.has(head.toString('latin1', 4, 8)) ? boxesEnd(read, size) : null;
}

const firstBoxes = new Set(['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'moof']);

/** Boxes that hold pictures, or say where they are. Anything else that is cut off is no loss. */
const neededBoxes = new Set(['moov', 'mdat', 'moof']);

async function boxesEnd(read: Read, size: number): Promise<number | null> {
  for (let position = 0; position < size; ) {
    const box = await read(position, 16);
    if (box.length < 8) return null;
    const short = box.readUInt32BE(0);
    if (short === 1 && box.length < 16) return null;
    const length = short === 1 ? Number(box.readBigUInt64BE(8)) : short;
    // 0: up to the end of the file.
    if (length < 8) return null;
    const end = position + length;
    if (end > size) return neededBoxes.has(box.toString('latin1', 4, 8)) ? end : null;
    position = end;
  }
  return null;
}

/** A long AVI is a row of RIFF chunks. Programs that stream one leave 0 or all ones as its length. */
async function riffEnd(read: Read, size: number): Promise<number | null> {
  let end = 0;
  while (end < size) {
    const chunk = await read(end, 8);
    if (chunk.length < 8 || chunk.toString('latin1', 0, 4) !== 'RIFF') return null;
    const length = chunk.readUInt32LE(4);
    if (length === 0 || length === 0xffffffff) return null;
    end += 8 + length;
  }
  return end;
}

/** The EBML header is followed by the segment, which is the rest of the file. */
function matroskaEnd(head: Buffer): number | null {
  const header = readSize(head, 4);
  if (!header || header.value === null) return null;
  const segment = header.next + header.value;
  if (segment + 12 > head.length || head.readUInt32BE(segment) !== 0x18538067) return null;
  const body = readSize(head, segment + 4);
  return body && body.value !== null ? body.next + body.value : null;
}

/** A size of EBML: the place of its first 1 tells how long it is; all ones stand for unknown. */
function readSize(
  bytes: Buffer,
  at: number,
): { readonly value: number | null; readonly next: number } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return null;
  const unknown = 2n ** BigInt(7 * length) - 1n;
  const marked = bytes.subarray(at, at + length).reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  const value = marked & unknown;
  return { value: value === unknown ? null : Number(value), next: at + length };
}

/** A page has up to 27 + 255 + 255 · 255 bytes; the last one must be whole. */
const largestPage = 65_307;

async function oggEnd(read: Read, size: number): Promise<number | null> {
  const start = Math.max(0, size - largestPage);
  const tail = await read(start, largestPage);
  const page = tail.lastIndexOf('OggS');
  if (page < 0 || page + 27 > tail.length) return null;
  const segments = tail[page + 26]!;
  const sizes = tail.subarray(page + 27, page + 27 + segments);
  if (sizes.length < segments) return size + segments - sizes.length;
  return start + page + 27 + segments + sizes.reduce((sum, length) => sum + length, 0);
}
