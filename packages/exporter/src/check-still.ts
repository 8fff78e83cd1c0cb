import { FrameSieveError, type RgbImage, type StillFormat } from '@framesieve/core';

/**
 * Decodes the bytes of a still that were read back from disk. A PNG must give exactly the pixels that went in; a lossy
 * format must decode completely, at the right size.
 *
 * @throws FrameSieveError `export-failed`.
 */
export async function checkStill(
  bytes: Uint8Array,
  image: RgbImage,
  format: StillFormat,
  file: string,
): Promise<void> {
  const problem = await findProblem(bytes, image, format).catch((error: unknown) => error);
  if (problem === null) return;
  const shown = problem instanceof Error ? problem.message : problem;
  throw new FrameSieveError({
    code: 'export-failed',
    message: `The still ${file} is not what was written when it is read back: ${shown}`,
    hint: 'Check the disk it lies on, or write the stills to another folder.',
    cause: problem,
  });
}

async function findProblem(bytes: Uint8Array, image: RgbImage, format: StillFormat): Promise<string | null> {
  const { default: sharp } = await import('sharp');
  const deep = format === 'png' && image.data instanceof Uint16Array;
  // The stored numbers are wanted, not a rendering of them.
  const picture = sharp(bytes, { ignoreIcc: true, failOn: 'warning', limitInputPixels: false });
  const { data, info } = await (deep ? picture.toColourspace('rgb16') : picture)
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.width !== image.width || info.height !== image.height || info.channels !== 3) {
    return `it has ${info.width}×${info.height} pixels of ${info.channels} samples instead of ${image.width}×${image.height} of 3.`;
  }
  const { buffer, byteOffset, byteLength } = image.data;
  if (format === 'png' && !data.equals(new Uint8Array(buffer, byteOffset, byteLength))) {
    return 'its pixels differ.';
  }
  return null;
}
