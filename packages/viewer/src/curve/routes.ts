import type { RunRecord } from '@framesieve/core';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { RequestError } from '../http/failure.ts';
import { decimal, idIn, readQuery, wholeNumber } from '../http/read-request.ts';
import type { DecodeRecord } from '../library/decode-record.ts';
import type { LibraryBook } from '../library/library-book.ts';
import { type CorrectedSelection, correctHeld } from '../selecting/held-selection.ts';
import type { SelectionBook } from '../selecting/selection-book.ts';
import type { ShotBook } from '../selecting/shot-book.ts';
import type { ColumnsCache } from './columns-cache.ts';
import { drawCurve } from './draw-curve.ts';
import { drawStrip } from './draw-strip.ts';

/** What curves and strips are drawn from. */
export interface CurveParts {
  readonly library: LibraryBook;
  readonly columns: ColumnsCache;
  readonly selections: SelectionBook;
  readonly shots: ShotBook;
}

const most = (limit: number) => wholeNumber.pipe(z.number().min(1).max(limit));

const curveQuery = z.object({
  runId: wholeNumber,
  from: decimal.optional(),
  to: decimal.optional(),
  columns: most(4000),
  selection: z.string().optional(),
});

const stripQuery = z.object({
  runId: wholeNumber,
  from: decimal,
  to: decimal,
  cells: most(400),
  selection: z.string().optional(),
});

const nothing = new Uint8Array();

/**
 * `GET api/decodes/:decodeId/curve` and `/strip`. Neither waits for a selection: they show what is held of it, so that whoever
 * wants its rejections asks for the selection before.
 */
export function curveRoutes(parts: CurveParts): Hono {
  const routes = new Hono();
  routes.get('/decodes/:decodeId/curve', async context => {
    const query = readQuery(context, curveQuery);
    const { record, run } = await find(context, query.runId, parts.library);
    const columns = await parts.columns.of(run);
    const corrected = await corrections(record, query.selection, parts);
    const curve = drawCurve(columns, run.metric.direction, query, {
      codes: corrected?.codes ?? nothing,
      picks: corrected?.picked.map(pick => pick.ordinal) ?? [],
      shots: parts.shots.startsOf(record),
    });
    // The curve goes first.
    setTimeout(() => parts.shots.find(record), 300).unref();
    return context.json(curve);
  });
  routes.get('/decodes/:decodeId/strip', async context => {
    const query = readQuery(context, stripQuery);
    const { record, run } = await find(context, query.runId, parts.library);
    const columns = await parts.columns.of(run);
    const corrected = await corrections(record, query.selection, parts);
    const ranks = new Map(corrected?.picked.map(pick => [pick.ordinal, pick.rank]));
    const marks = { codes: corrected?.codes ?? nothing, ranks };
    return context.json(drawStrip(columns, run.metric.direction, query, marks));
  });
  return routes;
}

async function find(
  context: Context,
  runId: number,
  library: LibraryBook,
): Promise<{ readonly record: DecodeRecord; readonly run: RunRecord }> {
  const record = await library.decode(idIn(context, 'decodeId'));
  const run = record.runs.find(one => one.runId === runId);
  if (run) return { record, run };
  throw new RequestError(404, `This decode has no run ${runId}.`, 'Load the page again.');
}

async function corrections(
  record: DecodeRecord,
  key: string | undefined,
  { selections }: CurveParts,
): Promise<CorrectedSelection | null> {
  const held = selections.peek(record, key);
  return held && correctHeld(held, await selections.overrides(record));
}
