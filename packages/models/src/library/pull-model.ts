import { rm } from 'node:fs/promises';
import { FrameSieveError, type KnownModel, type PublishedFile } from '@framesieve/core';
import { downloadFile } from '../download/download-file.ts';
import type { DownloadedFile, DownloadProgress, DownloadRequest } from '../download/download-request.ts';
import { type ConversionOptions, convertFiles, precisionFor } from './convert-files.ts';
import { readInstalled } from './installed-models.ts';
import type { ModelLibrary } from './model-library.ts';
import { type ModelMaking, type StoredModel, storeModel, unchanged } from './store-model.ts';

/** Which model to get, and how it is to be made. */
export interface PullRequest extends ConversionOptions {
  readonly id: string;
  /** See `DownloadRequest`. */
  readonly mirror: string | null;
  readonly retry?: DownloadRequest['retry'];
  onProgress?(file: string, progress: DownloadProgress): void;
  /** Called when another process is downloading the same file; this one waits for it. */
  onWait?(file: string): void;
  /** Called when all is there and the conversion begins. */
  onConvert?(): void;
}

/**
 * Downloads the published parameters of a model, converts them and installs the model. One that is installed from the same files
 * with the same options stays as it is.
 *
 * @throws FrameSieveError `model-unknown`, `usage` for a model that needs no pulling, `download-failed`, `model-invalid`,
 *   `output-unwritable`.
 */
export async function pullModel(library: ModelLibrary, request: PullRequest): Promise<StoredModel> {
  const { id, profile } = request;
  const published = publishedFiles(id, (await library.find(id)).known);
  const downloaded: DownloadedFile[] = [];
  for (const file of published) downloaded.push(await download(library, file, request));
  const before = await readInstalled(library.folder, id);
  const files = downloaded.map(({ url, bytes, sha256, fromCache }, i) => {
    const { name } = published[i]!;
    // A file that was there already came from wherever it came from, not from the server that was named this time.
    const known = before.receipt?.files.find(file => file.name === name && file.sha256 === sha256);
    return { name, url: fromCache ? (known?.url ?? null) : url, bytes, sha256 };
  });
  const precision = precisionFor(library.familyOf(id), request.precision);
  const making: ModelMaking = { id, how: 'pull', files, profile, precision };
  const installed = await unchanged(before, making, request.signal);
  if (installed) return installed;
  request.onConvert?.();
  const paths = downloaded.map(({ path }) => path);
  try {
    const { model, notes } = await convertFiles(library, id, paths, request);
    return { ...(await storeModel(library, model, making)), notes, unchanged: false };
  } catch (error) {
    if (FrameSieveError.isInstance(error) && error.code === 'model-invalid')
      await discard(published, downloaded);
    throw error;
  }
}

/** Removes downloads that nothing was known of to tell that they are wrong, so that the next pull fetches them anew. */
async function discard(
  published: readonly PublishedFile[],
  downloaded: readonly DownloadedFile[],
): Promise<void> {
  const unchecked = downloaded.filter((_, i) => published[i]!.sha256 === null);
  await Promise.all(unchecked.map(({ path }) => rm(path, { force: true }).catch(() => {})));
}

function download(library: ModelLibrary, file: PublishedFile, request: PullRequest): Promise<DownloadedFile> {
  const { id, mirror, signal, retry } = request;
  const { downloads } = library;
  return downloadFile({
    id,
    file,
    folder: `${downloads}/${id}`,
    mirror,
    signal,
    ...(retry && { retry }),
    onProgress: progress => request.onProgress?.(file.name, progress),
    onWait: () => request.onWait?.(file.name),
  });
}

function publishedFiles(id: string, known: KnownModel | null): readonly PublishedFile[] {
  if (known?.supply.kind === 'published') return known.supply.files;
  throw new FrameSieveError({
    code: 'usage',
    message: known
      ? `${id} comes with FrameSieve: there is nothing to pull.`
      : `${id} was installed from files here: nobody publishes it.`,
    hint: `It can be used as it is: \`--metric ${id}\`.`,
  });
}
