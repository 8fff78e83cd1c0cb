import { crc32 } from 'node:zlib';

const signatureBytes = 8;
const headerChunkBytes = 25;

/** Puts a chunk right behind the header of a PNG file, where colour chunks belong (PNG, third edition, 5.6). */
export function insertPngChunk(png: Uint8Array, type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  const split = signatureBytes + headerChunkBytes;
  return Buffer.concat([png.subarray(0, split), chunk, png.subarray(split)]);
}
