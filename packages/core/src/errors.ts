const marker = Symbol.for('framesieve.error');

/** What kind of failure an error is; it decides the exit code and stands in `--json` documents. */
export type ErrorCode =
  | 'usage'
  | 'config'
  | 'input-missing'
  | 'input-unreadable'
  | 'input-empty'
  | 'input-not-video'
  | 'input-no-video-stream'
  | 'decode-failed'
  | 'decoder-unavailable'
  | 'metric-unknown'
  | 'metric-unavailable'
  | 'model-unknown'
  | 'model-invalid'
  | 'model-missing'
  | 'download-failed'
  | 'score-failed'
  | 'plugin-failed'
  | 'store-failed'
  | 'store-busy'
  | 'store-newer'
  | 'nothing-stored'
  | 'output-unwritable'
  | 'output-exists'
  | 'export-failed'
  | 'frame-mismatch'
  | 'interrupted'
  | 'internal';

/** The fields of a {@link FrameSieveError}. */
export interface ErrorDetails {
  readonly code: ErrorCode;
  /** What failed and for what, one sentence. */
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * Every error that FrameSieve raises on purpose: what failed, for what, and what to do. Anything else that reaches a
 * user is a bug and has the code `internal`.
 */
export class FrameSieveError extends Error {
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'FrameSieveError';
    this.code = details.code;
    this.hint = details.hint ?? null;
  }

  /** Recognises the errors of another copy of this package too, where `instanceof` does not. */
  static isInstance(value: unknown): value is FrameSieveError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }

  /**
   * Passes a FrameSieveError through; wraps anything else, keeping it as the cause. Where cleaning up failed after an
   * error (`SuppressedError`), the first error is the one that counts.
   */
  static from(value: unknown, details: ErrorDetails): FrameSieveError {
    if (FrameSieveError.isInstance(value)) return value;
    const first = suppressedBy(value);
    if (FrameSieveError.isInstance(first)) return first;
    return new FrameSieveError({ ...details, cause: value });
  }
}

/** Builds the one sentence form for a bad argument: "Expected … for `name` but received … of type …". */
export function invalidArgument(name: string, expected: string, received: unknown): FrameSieveError {
  const shown = typeof received === 'string' ? `"${received}"` : String(received);
  return new FrameSieveError({
    code: 'usage',
    message: `Expected ${expected} for \`${name}\` but received ${shown} of type ${received === null ? 'null' : typeof received}.`,
  });
}

/** The message of anything thrown, for building another sentence around it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The error that came first, when disposing of something threw another over it. */
function suppressedBy(value: unknown): unknown {
  // By name: before Node.js 24 the compiler's helper makes these, without a class of their own.
  if (!(value instanceof Error) || value.name !== 'SuppressedError') return value;
  return suppressedBy((value as Error & { readonly suppressed?: unknown }).suppressed);
}
