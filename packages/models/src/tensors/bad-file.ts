import { FrameSieveError } from '@framesieve/core';

/**
 * What is wrong with a file, said by code that does not know its name: the message is the rest of a sentence that
 * begins with it, without the full stop.
 */
export class BadFile extends Error {
  readonly hint: string;

  constructor(
    message: string,
    { hint = 'Get the file again from where it came from.', cause }: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BadFile';
    this.hint = hint;
  }
}

/** Makes a {@link BadFile} an error that names its file; anything else stays what it is. */
export function nameFile(path: string, error: unknown): unknown {
  if (!(error instanceof BadFile)) return error;
  return new FrameSieveError({
    code: 'model-invalid',
    message: `"${path}" ${error.message}.`,
    hint: error.hint,
    cause: error.cause,
  });
}

/** Text out of a file as it can stand in a message: without control characters, and not long. */
export function shown(text: string): string {
  const start = text.length <= 100 ? text : `${text.slice(0, 99)}…`;
  return start.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{fffd}');
}
