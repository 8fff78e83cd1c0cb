import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { isUrl, type VideoIdentity } from '@framesieve/core';
import { openHttpInput } from './http-input.ts';
import type { ByteRange } from './http-request.ts';
import { identifySequence } from './identify-sequence.ts';
import { findSequence } from './image-sequence.ts';
import { openFile } from './open-file.ts';

const chunkBytes = 64 * 1024;
const chunkCount = 16;

/**
 * Identifies a video by its content: SHA-256 over the file's size (64 bit, big endian) and 16 chunks of 64 KiB, spread
 * evenly from the first byte to the last; a file of up to 1 MiB is read whole. A video at an address has the identity of
 * its file; from a server that gives no parts it is read whole. For numbered pictures see `identifySequence`.
 *
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty`.
 */
export async function identifyVideo(path: string, signal?: AbortSignal): Promise<VideoIdentity> {
  if (isUrl(path)) {
    const input = await openHttpInput(path, 1, signal);
    return identityOf(input.sizeBytes, input.read(chunksOf(input.sizeBytes)));
  }
  const sequence = await findSequence(path);
  if (sequence) return identifySequence(sequence);
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    return await identityOf(size, readChunks(file, chunksOf(size)));
  } finally {
    await file.close();
  }
}

async function identityOf(sizeBytes: number, chunks: AsyncIterable<Uint8Array>): Promise<VideoIdentity> {
  const encodedSize = Buffer.alloc(8);
  encodedSize.writeBigUInt64BE(BigInt(sizeBytes));
  const hash = createHash('sha256').update(encodedSize);
  for await (const chunk of chunks) hash.update(chunk);
  return { sizeBytes, sha256: hash.digest('hex') };
}

function chunksOf(size: number): readonly ByteRange[] {
  if (size <= chunkBytes * chunkCount) return [{ start: 0, end: size }];
  return Array.from({ length: chunkCount }, (_, i) => {
    const start = Math.floor(((size - chunkBytes) * i) / (chunkCount - 1));
    return { start, end: start + chunkBytes };
  });
}

/** Reads chunks of a file, all at the same time. */
async function* readChunks(
  file: FileHandle,
  chunks: readonly ByteRange[],
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* await Promise.all(chunks.map(range => readChunk(file, range)));
}

async function readChunk(file: FileHandle, { start, end }: ByteRange): Promise<Uint8Array> {
  const chunk = new Uint8Array(end - start);
  let filled = 0;
  while (filled < chunk.length) {
    const { bytesRead } = await file.read(chunk, filled, chunk.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return chunk.subarray(0, filled);
}
