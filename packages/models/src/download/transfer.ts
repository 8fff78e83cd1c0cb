import type { FrameSieveError, PublishedFile } from '@framesieve/core';
import { PassingFailure } from './download-error.ts';
import type { DownloadProgress } from './download-request.ts';
import type { DownloadSource } from './download-source.ts';
import type { PartialFile } from './partial-file.ts';
import type { RetrySettings } from './retry.ts';

/** A download under way. */
export interface Transfer {
  readonly source: DownloadSource;
  readonly file: PublishedFile;
  readonly folder: string;
  readonly part: PartialFile;
  readonly retry: RetrySettings;
  readonly signal: AbortSignal;
  onProgress(progress: DownloadProgress): void;
}

/** What `If-Range` says; `null` where the part is from another address, whose validators mean something else. */
export function validatorFor({ part, source }: Transfer): string | null {
  return part.note?.url === source.shown ? part.note.validator : null;
}

/**
 * Ends with an error about the contents, of which nothing is kept. Where they were put together of several replies, they may
 * be of different files, and another try helps.
 */
export async function refuseContents({ part }: Transfer, error: FrameSieveError): Promise<never> {
  const { joined } = part;
  await part.begin(null);
  throw joined ? new PassingFailure(error) : error;
}
