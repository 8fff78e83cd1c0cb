import { type ErrorCode, FrameSieveError } from '@framesieve/core';
import type { ErrorBody } from '../api/events.ts';

/** Status of an answer that is an error. */
export type FailureStatus = 400 | 403 | 404 | 405 | 409 | 413 | 415 | 500;

const statusByCode: Partial<Record<ErrorCode, FailureStatus>> = {
  usage: 400,
  config: 400,
  'metric-unknown': 400,
  'nothing-stored': 404,
  'input-missing': 404,
  internal: 500,
  'store-failed': 500,
};

/** An error that a request ends with, with a status of its own. */
export class RequestError extends Error {
  readonly status: FailureStatus;
  readonly body: ErrorBody;

  constructor(status: FailureStatus, message: string, hint: string | null = null) {
    super(message);
    this.status = status;
    this.body = { code: status === 404 ? 'nothing-stored' : 'usage', message, hint };
  }
}

/**
 * What to answer for anything thrown. What was not raised on purpose says nothing of itself: whoever asks sees no stack,
 * and no path of the machine.
 */
export function failureOf(error: unknown): { readonly status: FailureStatus; readonly body: ErrorBody } {
  if (error instanceof RequestError) return error;
  if (FrameSieveError.isInstance(error)) {
    const { code, message, hint } = error;
    return { status: statusByCode[code] ?? 409, body: { code, message, hint } };
  }
  if (error instanceof DOMException && error.name === 'AbortError')
    return { status: 409, body: { code: 'interrupted', message: 'It was given up.', hint: null } };
  const message = 'Something failed that should not have.';
  const hint = 'Start the viewer with --verbose to see the details, and report them.';
  return { status: 500, body: { code: 'internal', message, hint } };
}

/** Refuses what would change something where nothing may be changed. */
export function readOnlyError(): RequestError {
  const hint = 'Start it without, to change something.';
  return new RequestError(403, 'The viewer was started with --read-only.', hint);
}
