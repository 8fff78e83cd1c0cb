import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

const blockBytes = 2 ** 20;

/**
 * Hands the contents of a file over, block by block, e.g. to a hash.
 *
 * @param to takes each block, which is valid until it returns.
 */
export async function readBlocks(
  file: FileHandle,
  to: { update(block: Uint8Array): unknown },
  signal: AbortSignal,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(blockBytes);
  for (let position = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, blockBytes, position);
    if (bytesRead === 0) return;
    to.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** SHA-256 of a file, in hex. */
export async function fileDigest(path: string, signal: AbortSignal): Promise<string> {
  await using file = await open(path);
  const hash = createHash('sha256');
  await readBlocks(file, hash, signal);
  return hash.digest('hex');
}

/** Whether a digest is the expected one, or begins with what is known of it. Without any, each is. */
export function digestMatches(digest: string, expected: string | null): boolean {
  return expected === null || digest.startsWith(expected.toLowerCase());
}
