import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type FittedPicture, FrameSieveError, messageOf } from '@framesieve/core';
import { type FitModelRequest, fitModel, fitUnstored, type ModelLibrary } from '@framesieve/models';
import { createDecoding, createFramePool } from '../compose.ts';
import { expandInputs, imageExtensions } from '../inputs.ts';
import type { Invocation } from '../invocation.ts';
import { createStatusLine } from '../progress/status-line.ts';
import { readSettings } from '../read-settings.ts';
import type { ModelReport } from './models-document.ts';
import { openLibrary } from './open-library.ts';
import { readPictures } from './read-pictures.ts';
import { reportModel } from './report-model.ts';
import { reportStored } from './report-stored.ts';

/** What a model is fitted to, and what it is called. */
export interface PicturesToFit {
  readonly id: string;
  /** Pictures, folders and globs. */
  readonly images: readonly string[];
  /** In pixels; larger pictures are reduced. */
  readonly maxSide: number | null;
  readonly source: string | null;
  readonly licence: string | null;
  /** File to write the model to instead of installing it; `null` installs it. */
  readonly out: string | null;
}

/** Fits a model to pictures, with progress on stderr. A picture that can't be read is left out, with the reason. */
export async function fitToPictures(
  invocation: Invocation,
  { id, images, maxSide, source, licence, out }: PicturesToFit,
): Promise<{ readonly library: ModelLibrary; readonly report: ModelReport }> {
  const { cwd, signal, verbosity } = invocation;
  const settings = await readSettings(invocation);
  const { library, registry } = await openLibrary(settings);
  library.familyOf(id);
  const inputs = await expandInputs(images, cwd, imageExtensions);
  const missing = inputs.find(input => input.error !== null);
  if (missing?.error) throw missing.error;
  const decode = await createDecoding(registry, settings);
  const frames = await createFramePool(settings);
  const status = await createStatusLine(process.stderr, verbosity);
  const unreadable: FittedPicture[] = [];
  let done = 0;
  const pictures = readPictures(inputs, {
    decode,
    frames,
    signal,
    maxSide,
    onUnreadable: picture => unreadable.push(picture),
  });
  const request: FitModelRequest = {
    id,
    pictures,
    source:
      source ?? `Fitted with \`framesieve models fit\` to ${images.map(image => basename(image)).join(', ')}`,
    licence,
    signal,
    onPicture: () => status.show(() => `${++done}/${inputs.length} pictures`),
  };
  try {
    if (out === null) {
      const stored = await fitModel(library, request);
      const report = await reportStored(library, stored);
      return { library, report: { ...report, pictures: [...stored.pictures, ...unreadable] } };
    }
    const file = resolve(cwd, out);
    const { model, notes, pictures: fitted } = await fitUnstored(library, request);
    await writeModel(file, model);
    const report = await reportModel({ id, state: 'installed', known: null, installed: null, file });
    return {
      library,
      report: { ...report, state: 'missing', notes: [...notes], pictures: [...fitted, ...unreadable] },
    };
  } finally {
    status.clear();
  }
}

async function writeModel(file: string, model: Uint8Array): Promise<void> {
  await writeFile(file, model, { flag: 'wx' }).catch((cause: unknown) => {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new FrameSieveError({
      code: isThere ? 'output-exists' : 'output-unwritable',
      message: isThere ? `"${file}" is there already.` : `"${file}" can't be written: ${messageOf(cause)}`,
      hint: 'Choose another file with --out.',
      cause,
    });
  });
}
