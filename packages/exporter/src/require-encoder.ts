import { FrameSieveError, messageOf, type StillFormat, unknownColor } from '@framesieve/core';
import { encodeStill } from './encode-still.ts';

const tried = new Map<string, Promise<void>>();
const pattern = Uint16Array.from({ length: 16 * 16 * 3 }, (_, i) => (i * 9973) % 65_536);

/**
 * Makes sure that the installed encoder writes a format, by encoding a small picture.
 *
 * @param deep whether pictures may have more than 8 bits a sample.
 * @throws FrameSieveError `output-unwritable`.
 */
export async function requireEncoder(format: StillFormat, deep: boolean): Promise<void> {
  const depths = !deep || format === 'jpg' || format === 'webp' ? [8] : format === 'png' ? [16] : [10, 12];
  for (const depth of depths) {
    const key = `${format} ${depth}`;
    const attempt = tried.get(key) ?? tryEncoder(format, depth);
    tried.set(key, attempt);
    try {
      await attempt;
    } catch (error) {
      throw new FrameSieveError({
        code: 'output-unwritable',
        message: `The installed image encoder can't write ${format} with ${depth} bits a sample: ${messageOf(error)}`,
        hint:
          format === 'png'
            ? 'Install sharp again, with its optional dependencies.'
            : 'Use --format png, or install sharp again, with its optional dependencies.',
        cause: error,
      });
    }
  }
}

async function tryEncoder(format: StillFormat, depth: number): Promise<void> {
  const { default: sharp } = await import('sharp');
  const data = depth === 8 ? Uint8Array.from(pattern, sample => sample >> 8) : pattern;
  const { bytes, bitDepth } = await encodeStill(
    { width: 16, height: 16, data },
    { format, color: unknownColor, sourceBitDepth: depth, quality: 90, metadata: null },
  );
  const { width, height, bitsPerSample = 8 } = await sharp(bytes).metadata();
  if (width === 16 && height === 16 && bitDepth === depth && bitsPerSample === depth) return;
  throw new Error(`it wrote ${width}×${height} pixels of ${bitsPerSample} bits instead of 16×16.`);
}
