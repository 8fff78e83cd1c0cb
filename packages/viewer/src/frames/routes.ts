import type { RunRecord } from '@framesieve/core';
import { Hono } from 'hono';
import { z } from 'zod';
import type { ColumnsCache } from '../curve/columns-cache.ts';
import { neighboursOf } from '../curve/run-columns.ts';
import { idIn, readQuery } from '../http/read-request.ts';
import type { LibraryBook } from '../library/library-book.ts';
import { pictureSizes } from './encode-picture.ts';
import type { PictureDesk } from './picture-desk.ts';

/** What pictures are given out with. */
export interface PictureParts {
  readonly library: LibraryBook;
  readonly columns: ColumnsCache;
  readonly pictures: PictureDesk;
}

/** Frames that are made ready in the direction in which frames are stepped through, and in the other. */
const ahead = 3;
const behind = 1;

const pictureQuery = z.object({ size: z.enum(pictureSizes) });

/** `GET api/decodes/:decodeId/frames/:ordinal/picture`. */
export function pictureRoutes({ library, columns, pictures }: PictureParts): Hono {
  const routes = new Hono();
  const lastLooked = new Map<number, number>();
  routes.get('/decodes/:decodeId/frames/:ordinal/picture', async context => {
    const record = await library.decode(idIn(context, 'decodeId'));
    const ordinal = idIn(context, 'ordinal');
    const { size } = readQuery(context, pictureQuery);
    const making = pictures.picture(record, ordinal, size, context.req.raw.signal);
    if (size === 'large') {
      const isBackwards = ordinal < (lastLooked.get(record.decodeId) ?? ordinal);
      lastLooked.set(record.decodeId, ordinal);
      const steps = isBackwards ? [-ahead, behind] : [-behind, ahead];
      const neighbours = stepsFrom(ordinal, record.newest[0]!, steps[0]!, steps[1]!);
      void neighbours.then(ordinals => pictures.prepare(record, ordinals)).catch(() => {});
    }
    const { bytes, verified } = await making;
    return context.body(bytes, 200, {
      'Content-Type': 'image/webp',
      'Cache-Control': 'private, max-age=31536000, immutable',
      'X-Frame-Verified': verified,
    });
  });
  return routes;

  /** Numbers of the scored frames so many steps around one, the nearest first. */
  async function stepsFrom(ordinal: number, run: RunRecord, back: number, forth: number): Promise<number[]> {
    const all = await columns.of(run);
    const walk = (side: 'previous' | 'next', count: number) => {
      const walked: number[] = [];
      for (let at = neighboursOf(all, ordinal)[side]; at !== null && walked.length < count; ) {
        walked.push(at);
        at = neighboursOf(all, at)[side];
      }
      return walked;
    };
    const [after, before] = [walk('next', forth), walk('previous', -back)];
    return forth >= -back ? [...after, ...before] : [...before, ...after];
  }
}
