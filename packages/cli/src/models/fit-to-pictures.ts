import { access, constants, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type FittedPicture, FrameSieveError, messageOf } from '@framesieve/core';
import { type FitModelRequest, fitModel, fitUnstored, type ModelLibrary } from '@framesieve/models';
import { createDecoding, createFramePool } from '../compose.ts';
import { counted } from '../counted.ts';
import { expandInputs, imageExtensions } from '../inputs.ts';
import type { Invocation } from '../invocation.ts';
import { createStatusLine } from '../progress/status-line.ts';
import { readSettings } from '../read-settings.ts';
import { finish } from './finish.ts';
import { fitOptions } from './fit-options.ts';
import type { ModelReport } from './models-document.ts';
import { openLibrary } from './open-library.ts';
import { readPictures } from './read-pictures.ts';
import { describeFit } from './report-fit.ts';
import { reportModel } from './report-model.ts';
import { reportStored } from './report-stored.ts';

/** Fits a model to pictures, with progress on stderr. A picture that can't be read is left out, with the reason. */
export async function fitToPictures(invocation: Invocation): Promise<number> {
  const { cwd, signal, verbosity, values } = invocation;
  const { id, images, maxSide, source, licence, out } = fitOptions(invocation.arguments[0]!, values);
  const settings = await readSettings(invocation);
  const { library, registry } = await openLibrary(settings);
  library.familyOf(id);
  if (out !== null) await assertFree(resolve(cwd, out));
  const inputs = await expandInputs(images, cwd, imageExtensions);
  const missing = inputs.find(input => input.error !== null);
  if (missing?.error) throw missing.error;
  const status = await createStatusLine(process.stderr, verbosity);
  const unreadable: FittedPicture[] = [];
  let done = 0;
  const pictures = readPictures(inputs, {
    decode: await createDecoding(registry, settings),
    frames: await createFramePool(settings),
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
    onPicture() {
      done += 1;
      status.show(() => `${done}/${inputs.length} pictures`);
    },
  };
  const fitting = out === null ? fitInto(library, request) : fitIntoFile(library, request, resolve(cwd, out));
  const fitted = await fitting
    .catch(error => {
      throw naming(unreadable, error);
    })
    .finally(() => status.clear());
  const report = { ...fitted, pictures: [...(fitted.pictures ?? []), ...unreadable] };
  return finish(invocation, {
    command: 'models fit',
    library,
    models: [report],
    text: describeFit(report),
  });
}

/** Where pictures could not be read, that may be why the others don't suffice. */
function naming(unreadable: readonly FittedPicture[], error: unknown): unknown {
  if (!FrameSieveError.isInstance(error) || error.code !== 'model-invalid' || unreadable.length === 0)
    return error;
  const named = unreadable.slice(0, 3).map(({ name, leftOut }) => `${name}: ${leftOut}`);
  const further = unreadable.length > 3 ? ` (and ${unreadable.length - 3} more)` : '';
  return new FrameSieveError({
    code: error.code,
    message: `${error.message} ${counted(unreadable.length, 'picture')} could not be read: ${named.join(' ')}${further}`,
    hint: error.hint ?? undefined,
    cause: error,
  });
}

/** Fails before the pictures are read where the file could not be written after that. */
async function assertFree(file: string): Promise<void> {
  if (await stat(file).catch(() => null)) throw cannotWrite(file, { code: 'EEXIST' });
  await access(dirname(file), constants.W_OK).catch(cause => {
    throw cannotWrite(file, cause);
  });
}

async function fitInto(library: ModelLibrary, request: FitModelRequest): Promise<ModelReport> {
  const stored = await fitModel(library, request);
  return { ...(await reportStored(library, stored)), pictures: [...stored.pictures] };
}

async function fitIntoFile(
  library: ModelLibrary,
  request: FitModelRequest,
  file: string,
): Promise<ModelReport> {
  const { model, notes, pictures } = await fitUnstored(library, request);
  await writeModel(file, model);
  const { id } = request;
  const report = await reportModel({ id, state: 'installed', known: null, installed: null, file });
  return { ...report, state: 'missing', notes: [...notes], pictures: [...pictures] };
}

async function writeModel(file: string, model: Uint8Array): Promise<void> {
  await writeFile(file, model, { flag: 'wx' }).catch(cause => {
    throw cannotWrite(file, cause);
  });
}

function cannotWrite(file: string, cause: { readonly code?: string }): FrameSieveError {
  const isThere = cause.code === 'EEXIST';
  return new FrameSieveError({
    code: isThere ? 'output-exists' : 'output-unwritable',
    message: isThere ? `"${file}" is there already.` : `"${file}" can't be written: ${messageOf(cause)}`,
    hint: 'Choose another file with --out.',
    cause,
  });
}
