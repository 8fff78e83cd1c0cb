import xxhash from 'xxhash-wasm';

/** XXH64 with seed 0, unsigned. */
export type Fingerprint = (bytes: Uint8Array) => bigint;

/** Prepares the hash function for a pass; each has memory of its own, as large as the largest frame. */
export async function createFingerprint(): Promise<Fingerprint> {
  const { h64Raw } = await xxhash();
  return bytes => h64Raw(bytes);
}
