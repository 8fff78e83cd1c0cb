import { Hono } from 'hono';
import { z } from 'zod';
import type { OverrideRequest, SelectRequest } from '../api/selection.ts';
import { RequestError, readOnlyError } from '../http/failure.ts';
import { idIn, readBody, readQuery } from '../http/read-request.ts';
import { runsById } from '../library/decode-record.ts';
import type { LibraryBook } from '../library/library-book.ts';
import { correctByHand } from './correct-by-hand.ts';
import { describeFrame, type FrameParts } from './describe-frame.ts';
import { describeSelection } from './describe-selection.ts';
import { settingsSchema } from './settings-schema.ts';

/** What selections are shown and changed with. */
export interface SelectingParts extends FrameParts {
  readonly library: LibraryBook;
  readonly readOnly: boolean;
  readonly signal: AbortSignal;
}

const selectSchema = z.strictObject({
  runIds: z.array(z.int().min(0)).min(1).max(100),
  settings: settingsSchema,
  keep: z.boolean(),
}) satisfies z.ZodType<SelectRequest>;

const overrideSchema = z.strictObject({
  action: z.enum(['added', 'removed']).nullable(),
  selection: z.string().max(100),
}) satisfies z.ZodType<OverrideRequest>;

/** Selections, corrections by hand, and frames with what was made of them. */
export function selectingRoutes(parts: SelectingParts): Hono {
  const { library, selections, store, readOnly } = parts;
  const routes = new Hono();
  routes.get('/decodes/:decodeId/selection', async context => {
    const record = await library.decode(idIn(context, 'decodeId'));
    return context.json(await describeSelection(record, await selections.newest(record), parts));
  });
  routes.post('/decodes/:decodeId/select', async context => {
    const record = await library.decode(idIn(context, 'decodeId'));
    const { runIds, settings, keep } = await readBody(context, selectSchema);
    if (keep && readOnly) throw readOnlyError();
    if (keep) requireWritable(store.readOnly);
    const runs = runsById(record, runIds);
    if (!runs || new Set(runIds).size < runIds.length)
      throw new RequestError(
        400,
        '`runIds`: expected runs of this decode, each once.',
        'Load the page again.',
      );
    const { signal } = context.req.raw;
    const held = keep
      ? await selections.keep(record, runs, settings, parts.signal)
      : await selections.preview(record, runs, settings, signal);
    return context.json(await describeSelection(record, held, parts));
  });
  routes.put('/decodes/:decodeId/overrides/:ordinal', async context => {
    const record = await library.decode(idIn(context, 'decodeId'));
    const ordinal = idIn(context, 'ordinal');
    const { action, selection } = await readBody(context, overrideSchema);
    requireWritable(store.readOnly);
    const held = await selections.get(record, selection);
    await correctByHand(record, ordinal, action, store);
    return context.json(await describeSelection(record, held, parts));
  });
  routes.get('/decodes/:decodeId/frames/:ordinal', async context => {
    const record = await library.decode(idIn(context, 'decodeId'));
    const ordinal = idIn(context, 'ordinal');
    const { selection } = readQuery(context, z.object({ selection: z.string().optional() }));
    const held = await (selection === undefined
      ? selections.newest(record)
      : selections.get(record, selection));
    return context.json(await describeFrame(record, held, ordinal, context.req.raw.signal, parts));
  });
  return routes;
}

/** @throws RequestError 409 for a database that can only be read. */
export function requireWritable(isReadOnly: boolean | undefined): void {
  if (!isReadOnly) return;
  const hint = 'Give yourself write permission, or copy the database to a place where you have it.';
  throw new RequestError(409, "The database can't be written to, so that nothing can be kept in it.", hint);
}
