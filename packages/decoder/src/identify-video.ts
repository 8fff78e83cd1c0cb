import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { VideoIdentity } from '@framesieve/core';
import { checkInput } from './check-input.ts';

const chunkBytes = 64 * 1024;
const chunkCount = 16;

/**
 * Identifies a video by its content: SHA-256 over the file's size (64 bit, big endian) and 16 chunks of 64 KiB, spread
 * evenly from the first byte to the last; a file of up to 1 MiB is read whole.
 *
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty`.
 */
export async function identifyVideo(path: string): Promise<VideoIdentity> {
  await checkInput(path);
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const sizeBytes = Buffer.alloc(8);
    sizeBytes.writeBigUInt64BE(BigInt(size));
    const hash = createHash('sha256').update(sizeBytes);
    for (const [start, length] of chunksOf(size)) hash.update(await readChunk(file, start, length));
    return { sizeBytes: size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

function chunksOf(size: number): readonly (readonly [start: number, length: number])[] {
  if (size <= chunkBytes * chunkCount) return [[0, size]];
  return Array.from({ length: chunkCount }, (_, i) => [
    Math.floor(((size - chunkBytes) * i) / (chunkCount - 1)),
    chunkBytes,
  ]);
}

async function readChunk(file: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const chunk = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(chunk, filled, length - filled, start + filled);
    if (bytesRead === 0) return chunk.subarray(0, filled);
    filled += bytesRead;
  }
  return chunk;
}
