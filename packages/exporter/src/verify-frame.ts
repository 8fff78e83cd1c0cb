import { type FrameRecord, fingerprintText } from '@framesieve/core';

/**
 * Most that a frame may differ by when another decoder, or another version of it, has read it again. Measured: where
 * FFmpeg 5.1 and 8.1 decode a clip differently (msmpeg4, 200 frames), mean luma and contrast differ by 1.3e-6 at most and
 * no bit of the hash does. Within these limits, 1 of 803 frames of six real clips passed for its successor; with limits
 * of 1e-4 and 2 bits 30 did, with 1e-2 and 6 bits 777.
 */
export const tolerance = {
  /** Of mean luma, 0…1. */
  meanLuma: 2e-5,
  /** Of the standard deviation of luma, 0…0.5. */
  contrast: 2e-5,
  /** Differing bits of the 64 of the perceptual hash. */
  hashBits: 1,
  /** Below this contrast the bits of the hash follow noise, and are not compared. */
  hashNeedsContrast: 0.02,
} as const;

/** Whether a frame that was read again is the one that was scored, and if not, in what it differs. */
export type Verification =
  | { readonly verified: 'exact' | 'approximate' }
  | { readonly verified: null; readonly differences: readonly string[] };

/**
 * Compares a frame read again with the one that was scored. Ordinal, timestamp, size and fingerprint must be the same;
 * only when another decoder or version read it (`sameDecoder: false`), a different fingerprint may pass by
 * {@link tolerance}.
 */
export function verifyFrame(scored: FrameRecord, reread: FrameRecord, sameDecoder: boolean): Verification {
  const differences = [
    difference('its number', scored.ordinal, reread.ordinal),
    difference('its timestamp', scored.ptsTicks, reread.ptsTicks),
    // Decoders may well differ in whether they find a timestamp or have to estimate it.
    sameDecoder ? difference('the source of its timestamp', scored.ptsSource, reread.ptsSource) : null,
    difference('its size', sizeOf(scored), sizeOf(reread)),
  ].filter(text => text !== null);
  const identical = scored.fingerprint === reread.fingerprint;
  if (differences.length === 0 && identical) return { verified: 'exact' };
  if (sameDecoder) {
    const fingerprint = difference(
      'its fingerprint',
      fingerprintText(scored.fingerprint),
      fingerprintText(reread.fingerprint),
    );
    return { verified: null, differences: fingerprint ? [...differences, fingerprint] : differences };
  }
  if (!identical) differences.push(...factDifferences(scored, reread));
  return differences.length === 0 ? { verified: 'approximate' } : { verified: null, differences };
}

function factDifferences({ facts: scored }: FrameRecord, { facts: reread }: FrameRecord): string[] {
  const differences: string[] = [];
  const compare = (name: string, a: number, b: number, limit: number) => {
    // Written so that NaN counts as different.
    if (!(Math.abs(a - b) <= limit))
      differences.push(`${name} is ${b.toFixed(6)} instead of ${a.toFixed(6)}`);
  };
  compare('its mean luma', scored.meanLuma, reread.meanLuma, tolerance.meanLuma);
  compare('its contrast', scored.contrast, reread.contrast, tolerance.contrast);
  const bits = differingBits(scored.perceptualHash, reread.perceptualHash);
  if (scored.contrast >= tolerance.hashNeedsContrast && bits > tolerance.hashBits) {
    differences.push(`its perceptual hash differs in ${bits} of 64 bits`);
  }
  return differences;
}

function difference(name: string, scored: string | number, reread: string | number): string | null {
  return scored === reread ? null : `${name} is ${reread} instead of ${scored}`;
}

function sizeOf({ width, height }: FrameRecord): string {
  return `${width}×${height}`;
}

function differingBits(a: bigint, b: bigint): number {
  let rest = BigInt.asUintN(64, a ^ b);
  let count = 0;
  for (; rest > 0n; rest &= rest - 1n) count++;
  return count;
}
