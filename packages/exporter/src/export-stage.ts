import { mkdir } from 'node:fs/promises';
import {
  type ExportedStill,
  type ExportInput,
  type ExportStage,
  FrameSieveError,
  messageOf,
  type RgbConverter,
  type StageContext,
} from '@framesieve/core';
import { describeExport } from './describe-export.ts';
import { exportEach } from './export-each.ts';
import { type ManifestBook, openManifestBook } from './manifest-book.ts';
import { type ExportPlan, preflight, type StillPlan } from './preflight.ts';
import { removeStaleFiles } from './temporary-file.ts';

/** What the export stage needs of others. */
export interface ExportStageOptions {
  /** Makes RGB of a frame. */
  readonly rgb: RgbConverter;
  /** Bytes of what is going to be written to the folder of such an export besides; default none. */
  reserveBytes?(input: Pick<ExportInput, 'source' | 'stills' | 'settings'>): number;
}

/**
 * Makes the export stage: it reads the planned frames again, checks that they are the ones that were scored, and writes
 * them as stills with a `manifest.json`.
 *
 * What fails for one still is yielded with it, and the others go on: `frame-mismatch` or `decode-failed` when the frame
 * can't be had again, `output-exists` when another file is in the way, `export-failed` when it can't be written. What
 * {@link preflight} finds is thrown before anything is written. The manifest is written while the export goes on and when
 * the iteration ends, however it ends.
 */
export function createExportStage(options: ExportStageOptions): ExportStage {
  return { name: 'export', run: (input, context) => exportAll(input, context, options) };
}

async function* exportAll(
  input: ExportInput,
  context: StageContext,
  { rgb, reserveBytes }: ExportStageOptions,
): AsyncGenerator<ExportedStill> {
  context.signal.throwIfAborted();
  const plan = await preflight(input, { reserveBytes: reserveBytes?.(input) ?? 0 });
  await prepareFolder(plan.folder);
  const book = await openBook(input, plan);
  let complete = false;
  let failed = false;
  try {
    yield* inOrder(plan.stills, exportEach({ input, plan, book, context, rgb }));
    complete = true;
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    await book.close(complete).catch((error: unknown) => {
      // What failed first is what to tell.
      if (!failed) throw error;
      context.logger.warn(messageOf(error));
    });
  }
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await removeStaleFiles(folder);
  } catch (error) {
    throw FrameSieveError.from(error, {
      code: 'output-unwritable',
      message: `The folder ${folder} can't be prepared for stills: ${messageOf(error)}.`,
      hint: 'Choose another folder with --out, or give this user the right to write there.',
    });
  }
}

async function openBook(
  { source, settings }: ExportInput,
  { folder, earlier }: ExportPlan,
): Promise<ManifestBook> {
  const description = await describeExport(source, settings, (earlier?.export ?? 0) + 1);
  return openManifestBook(folder, description, earlier);
}

/** Holds a result back until those before it are there: a frame that needs a second reading comes late. */
async function* inOrder(
  stills: readonly StillPlan[],
  results: AsyncIterable<readonly [StillPlan, ExportedStill]>,
): AsyncGenerator<ExportedStill> {
  const waiting = new Map<StillPlan, ExportedStill>();
  let next = 0;
  for await (const [still, result] of results) {
    waiting.set(still, result);
    for (; next < stills.length; next++) {
      const ready = waiting.get(stills[next]!);
      if (!ready) break;
      waiting.delete(stills[next]!);
      yield ready;
    }
  }
}
