import { createHash } from 'node:crypto';
import type { VideoIdentity } from '@framesieve/core';
import type { ImageSequence } from './image-sequence.ts';
import { openFile } from './open-file.ts';

const chunkBytes = 4096;
const chunkCount = 4;

/**
 * Identifies numbered pictures by their content: SHA-256 over each one's size (64 bit, big endian) and four chunks of
 * 4 KiB, spread evenly from its first byte to its last; a picture of up to 16 KiB is read whole. Neither the names nor
 * the numbers count.
 *
 * @throws FrameSieveError `input-missing`, `input-unreadable` or `input-empty` for a picture.
 */
export async function identifySequence({ files }: ImageSequence): Promise<VideoIdentity> {
  const hash = createHash('sha256');
  const head = Buffer.alloc(8);
  let sizeBytes = 0;
  for (const path of files) {
    const file = await openFile(path);
    try {
      const { size } = await file.stat();
      head.writeBigUInt64BE(BigInt(size));
      hash.update(head);
      for (const [position, length] of chunksOf(size)) {
        const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, position);
        hash.update(buffer.subarray(0, bytesRead));
      }
      sizeBytes += size;
    } finally {
      await file.close();
    }
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

function chunksOf(size: number): readonly (readonly [position: number, length: number])[] {
  if (size <= chunkBytes * chunkCount) return [[0, size]];
  const step = (size - chunkBytes) / (chunkCount - 1);
  return Array.from({ length: chunkCount }, (_, i) => [Math.floor(step * i), chunkBytes]);
}
