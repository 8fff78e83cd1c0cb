import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import type { Store } from '@framesieve/core';
import { Hono } from 'hono';
import { RequestError } from '../http/failure.ts';
import { idIn, readBody } from '../http/read-request.ts';
import type { LibraryBook } from '../library/library-book.ts';
import { requireWritable } from '../selecting/routes.ts';
import type { SelectionBook } from '../selecting/selection-book.ts';
import type { ExportDesk } from './export-desk.ts';
import { exportSchema } from './request-schema.ts';

/** What exports are made with. */
export interface ExportingParts {
  readonly library: LibraryBook;
  readonly selections: SelectionBook;
  readonly exports: ExportDesk;
  readonly store: Store;
}

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
};

/** Plans, exports, and the stills that they have written. */
export function exportingRoutes({ library, selections, exports, store }: ExportingParts): Hono {
  const routes = new Hono();
  routes.get('/decodes/:decodeId/exports/defaults', async context =>
    context.json(exports.defaults(await library.decode(idIn(context, 'decodeId')))),
  );
  routes.post('/decodes/:decodeId/exports/plan', async context => {
    const record = await library.decode(idIn(context, 'decodeId'));
    const request = await readBody(context, exportSchema);
    const held = await selections.get(record, request.selection);
    return context.json(await exports.plan(record, held, request, context.req.raw.signal));
  });
  routes.post('/decodes/:decodeId/exports', async context => {
    const record = await library.decode(idIn(context, 'decodeId'));
    const request = await readBody(context, exportSchema);
    requireWritable(store.readOnly);
    const held = await selections.get(record, request.selection);
    return context.json(await exports.start(record, held, request));
  });
  routes.get('/exports/:exportId', context =>
    context.json(exports.job(context.req.param('exportId')).progress),
  );
  routes.delete('/exports/:exportId', context => {
    const job = exports.job(context.req.param('exportId'));
    job.cancel();
    return context.json(job.progress);
  });
  routes.get('/exports/:exportId/stills/:ordinal', async context => {
    const path = exports.job(context.req.param('exportId')).pathOf(idIn(context, 'ordinal'));
    const stats = path === null ? null : await stat(path).catch(() => null);
    if (path === null || !stats) throw new RequestError(404, 'There is no such still.');
    const stream = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
    return context.body(stream, 200, {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
      'Content-Length': String(stats.size),
    });
  });
  return routes;
}
