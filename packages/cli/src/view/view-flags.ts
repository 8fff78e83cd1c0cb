import { FrameSieveError } from '@framesieve/core';

/** What the flags of `view` say that are no settings. */
export interface ViewFlags {
  /** 0 for any that is free. */
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly readOnly: boolean;
}

/** The address that only this machine reaches. */
const localHost = '127.0.0.1';

/**
 * Reads the flags, by commander's names.
 *
 * @throws FrameSieveError `usage` for a port that can't be.
 */
export function readViewFlags({
  port = '0',
  host = localHost,
  open,
  readOnly,
}: Readonly<Record<string, unknown>>): ViewFlags {
  const text = String(port);
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new FrameSieveError({
      code: 'usage',
      message: `--port: expected a number of 0 to 65535, found "${text}".`,
      hint: 'Leave it out for a port that is free.',
    });
  }
  return { port: Number(text), host: String(host), open: open !== false, readOnly: readOnly === true };
}

/** Whether an address can be reached from this machine alone. */
export function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
