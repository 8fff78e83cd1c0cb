import { join } from 'node:path';
import type { ExportedStill } from '@framesieve/core';

/** A small picture that a page holds itself. */
export interface Thumbnail {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** `data:` address of a WebP picture. */
  readonly address: string;
}

/** Small pictures by the ordinal of their frame; a still that could not be read again has none. */
export type Thumbnails = ReadonlyMap<number, Thumbnail>;

/** Sizes in pixels by the number of pictures: all of them together stay below about 2 MB. */
const sizes = [
  { upTo: 60, pixels: 360 },
  { upTo: 120, pixels: 280 },
  { upTo: 240, pixels: 200 },
  { upTo: 600, pixels: 120 },
] as const;

/**
 * Makes small pictures of stills for {@link ReportInput.thumbnails}: 360 pixels of the longer side, and fewer the more there
 * are. Beyond 600, only the best have one.
 *
 * @param folder folder of the stills.
 * @throws the signal's reason when it aborts.
 */
export async function makeThumbnails(
  folder: string,
  exported: readonly ExportedStill[],
  signal?: AbortSignal,
): Promise<Thumbnails> {
  const { default: sharp } = await import('sharp');
  const written = exported
    .flatMap(({ planned, still }) => (still ? [{ rank: planned.pick.rank, still }] : []))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, sizes.at(-1)!.upTo);
  const pixels = sizes.find(({ upTo }) => written.length <= upTo)!.pixels;
  const thumbnails = new Map<number, Thumbnail>();
  for (const { still } of written) {
    signal?.throwIfAborted();
    try {
      const { data, info } = await sharp(join(folder, still.file))
        .resize(pixels, pixels, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 70, effort: 3 })
        .toBuffer({ resolveWithObject: true });
      const address = `data:image/webp;base64,${data.toString('base64')}`;
      thumbnails.set(still.ordinal, { width: info.width, height: info.height, address });
    } catch {
      // The still may be gone already; the page says that there is no picture.
    }
  }
  return thumbnails;
}
