import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  type ColorDescription,
  FrameSieveError,
  messageOf,
  type RgbImage,
  type StillFormat,
  unknownColor,
} from '@framesieve/core';
import { checkStill } from './check-still.ts';
import type { ColorTag } from './color-tag.ts';
import { encodeStill } from './encode-still.ts';
import type { StillMetadata } from './metadata/still-metadata.ts';
import { placeFile, sha256Of } from './place-file.ts';
import { qualityOf } from './quality.ts';
import { reduceImage } from './reduce-image.ts';
import { removeTemporary, temporaryPath, writeDurably } from './temporary-file.ts';

/** How one picture is written. */
export interface WriteStillOptions {
  readonly format: StillFormat;
  /** Whether a file of that name may be replaced; default `false`. */
  readonly overwrite?: boolean;
  /** What the RGB numbers mean; default: nothing is known, which is tagged as sRGB. */
  readonly color?: ColorDescription;
  /** Significant bits of the samples that a 16-bit picture was made from; default 16. AVIF gets 10 bits for up to 10, else 12. */
  readonly sourceBitDepth?: number;
  /** 1 … 100 for lossy formats; `null` or absent: 95 for `jpg` and `webp`, 90 for `avif`. */
  readonly quality?: number | null;
  /** Most pixels of the longer side: a larger picture is reduced to it; `null` or absent: it keeps its size. */
  readonly maxSize?: number | null;
  /** What the file says of itself; default nothing. */
  readonly metadata?: StillMetadata | null;
  readonly signal?: AbortSignal;
}

/** A still that is on disk and was read back. */
export interface WrittenStill {
  /** Absolute path. */
  readonly path: string;
  /** Size in pixels, after a reduction. */
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
  /** Bits per sample in the file. */
  readonly bitDepth: number;
  readonly colorTag: ColorTag;
  /** Whether the very same file was there already and was left alone. */
  readonly kept: boolean;
}

/**
 * Reduces an RGB picture where asked to, encodes it and writes it atomically: to a temporary name in the same folder,
 * synced, read back and decoded (a PNG is compared pixel by pixel), then renamed. Whatever happens, no half-written file has the final name
 * and no temporary file is left.
 *
 * PNG has 16 bits for 16-bit pictures, else 8. JPEG has full chroma resolution; WebP is lossy; AVIF has full chroma
 * resolution, and 10 or 12 bits for 16-bit pictures.
 *
 * @throws FrameSieveError `output-exists` when another file is in the way, `export-failed` when the folder is missing or
 * full, or the still can't be encoded or read back; the signal's reason when it aborts.
 */
export async function writeStill(
  image: RgbImage,
  file: string,
  options: WriteStillOptions,
): Promise<WrittenStill> {
  const path = resolve(file);
  const { format, signal, overwrite = false } = options;
  const temporary = temporaryPath(dirname(path));
  signal?.throwIfAborted();
  try {
    const color = options.color ?? unknownColor;
    const picture = await reduceImage(image, options.maxSize ?? null);
    const { bytes, bitDepth, colorTag } = await encodeStill(picture, {
      format,
      color,
      sourceBitDepth: options.sourceBitDepth ?? 16,
      quality: qualityOf(options),
      metadata: options.metadata ?? null,
    });
    signal?.throwIfAborted();
    await writeDurably(temporary, bytes);
    const stored = await readFile(temporary);
    await checkStill(stored, picture, format, path);
    signal?.throwIfAborted();
    const sha256 = sha256Of(stored);
    const kept = (await placeFile(temporary, path, sha256, overwrite)) === 'kept';
    const { width, height } = picture;
    return { path, width, height, sizeBytes: stored.length, sha256, bitDepth, colorTag, kept };
  } catch (error) {
    signal?.throwIfAborted();
    throw FrameSieveError.from(error, {
      code: 'export-failed',
      message: `The still ${path} could not be written: ${messageOf(error)}.`,
      hint: hintFor(error),
    });
  } finally {
    await removeTemporary(temporary);
  }
}

function hintFor(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Free some space, or write the stills to another disk.';
  if (code === 'ENOENT') return 'Create the folder first.';
  return 'Check that the folder can be written to, or choose another folder or format.';
}
