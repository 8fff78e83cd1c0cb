import { FrameSieveError } from '@framesieve/core';
import type { DownloadSource } from './download-source.ts';

/** What to do when a file doesn't come. */
export const importHint = 'Get the file in another way, and give it to `framesieve models import`.';

/** A failure that may pass: the download is tried again, and goes on from what is there. */
export class PassingFailure extends Error {
  /** What to report when it doesn't pass. */
  readonly error: FrameSieveError;
  /** After how long the server wants to be asked again; `null` when it doesn't say. */
  readonly retryAfterMs: number | null;

  constructor(error: FrameSieveError, retryAfterMs: number | null = null) {
    super(error.message);
    this.error = error;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The error of a file that doesn't come; `reason` is a part of a sentence. */
export function downloadError(
  source: DownloadSource,
  reason: string,
  hint: string = importHint,
  cause?: unknown,
): FrameSieveError {
  return new FrameSieveError({
    code: 'download-failed',
    message: `${source.name} of ${source.id} could not be downloaded from ${source.shown}: ${reason}.`,
    hint,
    cause,
  });
}

/** Says that it was tried more than once. */
export function afterTries(error: FrameSieveError, tries: number): FrameSieveError {
  if (tries < 2) return error;
  return new FrameSieveError({
    code: error.code,
    message: `${error.message.replace(/\.$/, '')} (tried ${tries} times).`,
    hint: error.hint ?? undefined,
    cause: error,
  });
}

/** The error of a web page that came instead of a file. */
export function pageError(source: DownloadSource): FrameSieveError {
  const hint = `It may be the login page of a network or proxy: open the address in a browser to see it. ${importHint}`;
  return downloadError(source, 'a web page came instead of the file', hint);
}
