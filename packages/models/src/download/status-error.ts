import { downloadError, importHint, PassingFailure } from './download-error.ts';
import type { DownloadSource } from './download-source.ts';
import { parseRetryAfter } from './retry.ts';

const passing = new Set([408, 425, 429]);

/** The error of a reply that brings no file; it may pass where the status says that the server is busy or broken. */
export function statusError(source: DownloadSource, { status, statusText, headers }: Response): Error {
  const answer = `the server answered ${[status, statusText].filter(Boolean).join(' ')}`;
  if (passing.has(status) || status >= 500) {
    const hint = 'Run the same command again later: it goes on from what has come.';
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), Date.now());
    return new PassingFailure(downloadError(source, answer, hint), retryAfterMs);
  }
  if (status === 404 || status === 410) return downloadError(source, `the file isn't there (${answer})`);
  if (status === 401 || status === 403) {
    return downloadError(
      source,
      `access is refused (${answer})`,
      `If a mirror is set, check its login. ${importHint}`,
    );
  }
  return downloadError(source, answer);
}
