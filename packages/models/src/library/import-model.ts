import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { FrameSieveError, type KnownModel } from '@framesieve/core';
import { fileDigest } from '../download/file-digest.ts';
import type { ModelMetadataOverride } from '../metadata-override.ts';
import { formatModelMetadata, parseModelMetadata } from '../model-metadata.ts';
import { readModel } from '../read-model.ts';
import { BadFile } from '../tensors/bad-file.ts';
import { readingError, sizeOf } from '../tensors/regular-file.ts';
import { type Conversion, type ConversionOptions, convertFiles } from './convert-files.ts';
import { checkModelId } from './installed-files.ts';
import type { ModelLibrary } from './model-library.ts';
import { setMetadata } from './set-metadata.ts';
import { refuseBundled, type StoredModel, storeModel } from './store-model.ts';

/** No file can be read in one piece, and no ONNX file be, that is longer; larger ones are refused before they are looked through. */
const mostBytes = 2 ** 31 - 1;

/** Files to make a model of, and what it is to be called. */
export interface ImportRequest extends ConversionOptions {
  readonly id: string;
  /** Paths. */
  readonly files: readonly string[];
  /** What the user says of an ONNX file; it goes before what the file says, and is written into the installed one. */
  readonly metadata: ModelMetadataOverride;
}

/**
 * Installs a model from files: an ONNX file, which is checked and given metadata, or parameters in the form of another program,
 * which are converted by the family of the id.
 *
 * @throws FrameSieveError `model-invalid` or `metric-unavailable`, saying what is wrong with the files; `model-unknown`; `usage`;
 *   `input-missing`; `output-unwritable`.
 */
export async function importModel(library: ModelLibrary, request: ImportRequest): Promise<StoredModel> {
  const { id, files, metadata, profile } = request;
  checkModelId(id);
  refuseBundled(library, id);
  const isOnnx = files.length === 1 && /\.onnx$/i.test(files[0]!);
  if (!isOnnx && Object.keys(metadata).length > 0) throw onlyForOnnx(Object.keys(metadata));
  if (isOnnx && profile !== null) throw fixed('profile');
  if (isOnnx && request.precision !== null) throw fixed('precision');
  const digests = await Promise.all(files.map(file => describeFile(file, request.signal)));
  const { model, notes, precision } = isOnnx
    ? await completeOnnx(library, id, files[0]!, metadata)
    : await convertFiles(library, id, files, request);
  const making = { id, how: 'import', files: digests, profile, precision } as const;
  return { ...(await storeModel(library, model, making)), notes, unchanged: false };
}

/** Checks an ONNX file, and writes what is known of it into its metadata. */
async function completeOnnx(
  library: ModelLibrary,
  id: string,
  file: string,
  given: ModelMetadataOverride,
): Promise<Conversion> {
  const bytes = new Uint8Array(await readFile(file));
  const { metadata: properties, trainingNodes } = readOnnx(file, bytes);
  if (trainingNodes.length > 0) {
    throw new FrameSieveError({
      code: 'model-invalid',
      message: `"${file}" behaves as in training: ${trainingNodes.join(', ')}.`,
      hint: 'Export it in evaluation mode; its scores would be random otherwise.',
    });
  }
  const metadata = parseModelMetadata(properties, { ...given, metric: id });
  const known = library.known(id);
  if (known && metadata.direction !== known.direction) throw otherMetric(file, known);
  const model = setMetadata(bytes, formatModelMetadata(metadata));
  return { model, notes: [], precision: metadata.precision };
}

function readOnnx(file: string, bytes: Uint8Array) {
  try {
    return readModel(bytes);
  } catch (cause) {
    throw new FrameSieveError({
      code: 'metric-unavailable',
      message: `"${file}" is not an ONNX model, or it is damaged.`,
      hint: 'Get the file again from where it came from.',
      cause,
    });
  }
}

async function describeFile(path: string, signal: AbortSignal) {
  try {
    // A pipe or a device would be waited for without end.
    const bytes = await sizeOf(path);
    if (bytes > mostBytes) throw new BadFile(`is no model: it has ${bytes} bytes`);
    return { name: basename(path), url: null, bytes, sha256: await fileDigest(path, signal) };
  } catch (error) {
    signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw readingError(path, error);
    throw new FrameSieveError({
      code: 'input-missing',
      message: `There is no file "${path}".`,
      hint: 'Correct the path of the file to import.',
      cause: error,
    });
  }
}

function onlyForOnnx(names: readonly string[]): FrameSieveError {
  return new FrameSieveError({
    code: 'usage',
    message: `${names.join(', ')} can only be given for an .onnx file; a converted model has its own.`,
    hint: 'Leave it out. The direction of a metric can be overridden in the config file.',
  });
}

function fixed(option: 'profile' | 'precision'): FrameSieveError {
  return new FrameSieveError({
    code: 'usage',
    message: `An .onnx file is a finished model: it can have no other ${option}.`,
    hint: `Leave --${option} out, or import the parameters that it was made from.`,
  });
}

function otherMetric(file: string, { id, direction }: KnownModel): FrameSieveError {
  return new FrameSieveError({
    code: 'model-invalid',
    message: `"${file}" is not ${id}: there a ${direction} score is better, and the file says the opposite.`,
    hint: `Import it under an id of its own, such as ${id.split('/')[0]}/mine.`,
  });
}
