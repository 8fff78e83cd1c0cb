import { Hono } from 'hono';
import { z } from 'zod';
import type { ColumnsCache } from '../curve/columns-cache.ts';
import { idIn, readQuery } from '../http/read-request.ts';
import type { LibraryBook } from '../library/library-book.ts';
import { pictureSizes } from './encode-picture.ts';
import type { PictureDesk } from './picture-desk.ts';
import { Stepper } from './stepper.ts';

/** What pictures are given out with. */
export interface PictureParts {
  readonly library: LibraryBook;
  readonly columns: ColumnsCache;
  readonly pictures: PictureDesk;
  readonly signal: AbortSignal;
}

const pictureQuery = z.object({ size: z.enum(pictureSizes) });

/** `GET api/decodes/:decodeId/frames/:ordinal/picture`. */
export function pictureRoutes({ library, columns, pictures, signal }: PictureParts): Hono {
  const routes = new Hono();
  const stepper = new Stepper({ columns, pictures, signal });
  routes.get('/decodes/:decodeId/frames/:ordinal/picture', async context => {
    const record = await library.decode(idIn(context, 'decodeId'));
    const ordinal = idIn(context, 'ordinal');
    const { size } = readQuery(context, pictureQuery);
    const making = pictures.picture(record, ordinal, size, context.req.raw.signal);
    if (size === 'large') stepper.look(record, ordinal);
    const { bytes, verified } = await making;
    return context.body(bytes, 200, {
      'Content-Type': 'image/webp',
      'Cache-Control': 'private, max-age=31536000, immutable',
      'X-Frame-Verified': verified,
    });
  });
  return routes;
}
