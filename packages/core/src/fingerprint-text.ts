/** A 64-bit fingerprint as it stands in documents and messages: 16 hexadecimal digits. */
export function fingerprintText(fingerprint: bigint): string {
  return BigInt.asUintN(64, fingerprint).toString(16).padStart(16, '0');
}
