import {
  type ExportedStill,
  type ExportInput,
  type Frame,
  FrameSieveError,
  messageOf,
  type RgbConverter,
  type StageContext,
} from '@framesieve/core';
import { colorOfRgb, isToneMapped } from './color-tag.ts';
import type { ManifestBook } from './manifest-book.ts';
import { describeFailure, describeFile, describePick } from './manifest-entry.ts';
import type { ManifestStill } from './manifest-schema.ts';
import { stillFacts } from './metadata/still-facts.ts';
import { stillMetadata } from './metadata/still-metadata.ts';
import type { ExportPlan, StillPlan } from './preflight.ts';
import { rereadFrames } from './reread-frames.ts';
import { stillPicture } from './still-picture.ts';
import { writeStill } from './write-still.ts';

/** One export that is under way. */
export interface Export {
  readonly input: ExportInput;
  readonly plan: ExportPlan;
  readonly book: ManifestBook;
  readonly context: StageContext;
  readonly rgb: RgbConverter;
}

/** Exports each still and enters it in the book. Stills come as they are done, which may be out of order. */
export async function* exportEach(job: Export): AsyncGenerator<readonly [StillPlan, ExportedStill]> {
  const { input, plan, book, context } = job;
  for (const still of plan.stills) {
    if (!still.kept) continue;
    await book.add({ ...still.kept, ...describePick(still.planned, input.source) });
    yield [still, succeed(still, still.kept, true)];
  }
  const missing = plan.stills.filter(still => !still.kept);
  const byOrdinal = new Map(missing.map(still => [still.planned.frame.ordinal, still]));
  const frames = missing.map(still => still.planned.frame);
  for await (const reread of rereadFrames(frames, input, context)) {
    const still = byOrdinal.get(reread.ordinal)!;
    if (reread.frame === null) yield [still, fail(still, reread.error, book)];
    else yield [still, await exportFrame(job, still, reread.frame, reread.verified)];
  }
}

async function exportFrame(
  { input, book, context, rgb }: Export,
  still: StillPlan,
  frame: Frame,
  verified: 'exact' | 'approximate',
): Promise<ExportedStill> {
  const { format, overwrite, crop = false, quality = null, maxSize = null, metadata = true } = input.settings;
  const { planned, file, path } = still;
  const { bitDepth } = frame.format.pixelFormat;
  try {
    const image = stillPicture(frame, format, crop, rgb);
    const written = await writeStill(image, path, {
      format,
      overwrite,
      color: colorOfRgb(frame),
      sourceBitDepth: bitDepth,
      quality,
      maxSize,
      metadata: metadata ? stillMetadata(stillFacts(planned, input.source, verified)) : null,
      signal: context.signal,
    });
    const entry = {
      file,
      ...describePick(planned, input.source),
      ...describeFile(written, format),
      toneMap: isToneMapped(frame) ? frame.rendering.toneMap : null,
      verified,
    };
    await book.add(entry);
    return succeed(still, entry, written.kept);
  } catch (error) {
    context.signal.throwIfAborted();
    return fail(still, explain(error, still), book);
  }
}

/** Says in what the still that is in the way differs, where that is known. */
function explain(error: unknown, { file, differences }: StillPlan): unknown {
  const isTaken = FrameSieveError.isInstance(error) && error.code === 'output-exists';
  if (!isTaken || differences.length === 0) return error;
  return new FrameSieveError({
    code: 'output-exists',
    message: `${file} was not written: a still of that name is there from an earlier export, and ${differences.join(', ')}.`,
    hint: 'Use --overwrite to replace it, --out for another folder, or a --template that tells them apart, e.g. by {pixelPipeline}, {quality} or {maxSize}.',
    cause: error,
  });
}

function succeed(
  { planned, file }: StillPlan,
  { sha256, verified }: Pick<ManifestStill, 'sha256' | 'verified'>,
  kept: boolean,
): ExportedStill {
  return {
    planned,
    still: { ordinal: planned.frame.ordinal, file, sha256, verified },
    error: null,
    kept,
  };
}

function fail({ planned, file }: StillPlan, cause: unknown, book: ManifestBook): ExportedStill {
  const error = FrameSieveError.from(cause, {
    code: 'export-failed',
    message: `The still ${file} could not be made: ${messageOf(cause)}.`,
    hint: 'Run again with --verbose to see where it failed.',
  });
  book.fail(describeFailure(planned, file, error));
  return { planned, still: null, error };
}
