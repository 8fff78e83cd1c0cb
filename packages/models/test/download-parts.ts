/** What tests of downloads have in common. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PublishedFile } from '@framesieve/core';
import type { DownloadRequest } from '../src/download/download-request.ts';
import type { FileServer } from './file-server.ts';

/** A folder that is removed with all that is in it. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'framesieve-models-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Bytes without a pattern, the same each time. */
export function someBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A file as it would be published on a server. Length and digest are stated where `known` is given. */
export function publishedFile(
  server: Pick<FileServer, 'url'>,
  known: Uint8Array | null = null,
): PublishedFile {
  const { url } = server;
  return { name: 'model.bin', url, bytes: known?.length ?? null, sha256: known && sha256Of(known) };
}

/** A request with short pauses, and whatever is given. */
export function downloadRequest(
  given: Pick<DownloadRequest, 'file' | 'folder'> & Partial<DownloadRequest>,
): DownloadRequest {
  return {
    id: 'test/a',
    mirror: null,
    signal: new AbortController().signal,
    ...given,
    retry: { baseDelayMs: 2, ...given.retry },
  };
}
