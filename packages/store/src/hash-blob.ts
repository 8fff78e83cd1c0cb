/** Writes an unsigned 64-bit hash as 8 bytes, most significant first. */
export function toBlob(hash: bigint): Buffer {
  const blob = Buffer.allocUnsafe(8);
  blob.writeBigUInt64BE(hash);
  return blob;
}

/** Reads what `toBlob` wrote. */
export function fromBlob(blob: Uint8Array): bigint {
  return Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).readBigUInt64BE();
}
