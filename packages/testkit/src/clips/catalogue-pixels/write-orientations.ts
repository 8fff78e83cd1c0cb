import { splitAnnexB, startCode } from './annex-b.ts';

/** How each frame is turned by {@link writeOrientations}; the last one as the one before. */
export const writtenOrientations = [
  { rotation: 0, mirrored: false },
  { rotation: 270, mirrored: false },
  { rotation: 180, mirrored: false },
  { rotation: 90, mirrored: false },
] as const;

const sliceTypes = [1, 5];

/**
 * Puts a message with the display orientation (ITU-T H.264, D.1.27) in front of each picture of an H.264 stream of
 * one slice per picture: what the codec says takes the place of the container's display matrix.
 */
export function writeOrientations(stream: Buffer): Buffer {
  let picture = 0;
  const parts: Buffer[] = [];
  for (const unit of splitAnnexB(stream)) {
    if (sliceTypes.includes(unit[0]! & 31)) {
      const { rotation } = writtenOrientations[picture % writtenOrientations.length]!;
      parts.push(startCode, orientationMessage(rotation));
      picture += 1;
    }
    parts.push(startCode, unit);
  }
  return Buffer.concat(parts);
}

function orientationMessage(clockwise: number): Buffer {
  const anticlockwise = (((360 - clockwise) % 360) * 65536) / 360;
  // Cancel flag 0, no flips, 16 bits of angle, repetition period 1 as ue(v) `010`, no extension; then the stop bit.
  const payload = (anticlockwise << 5) | (0b010 << 2) | 0b01;
  return Buffer.from([6, 47, 3, payload >> 16, (payload >> 8) & 255, payload & 255, 0x80]);
}
