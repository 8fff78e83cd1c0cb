import { FrameSieveError, messageOf } from '@framesieve/core';

const problems: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  SQLITE_NOTADB: ['is not an SQLite database', 'Name another file with --db; this one was left as it is.'],
  SQLITE_CORRUPT: [
    'is damaged',
    'Restore it from a copy, or name another file with --db; this one was left as it is.',
  ],
  SQLITE_CANTOPEN: ["can't be opened", 'Check that the path is a file in a folder that you may write to.'],
  SQLITE_READONLY: ["can't be written to", 'Give yourself write permission, or name another file with --db.'],
  SQLITE_PERM: ["can't be written to", 'Give yourself write permission, or name another file with --db.'],
  SQLITE_FULL: [
    "can't grow: the disk is full",
    'Free space; what was committed is kept, and the run can be resumed.',
  ],
  SQLITE_IOERR: ["can't be read or written", 'Check the disk; what was committed is kept.'],
  SQLITE_BUSY: ['is locked by another program', 'Close that program, or wait until it is done.'],
};

/** Says what SQLite's error means for a person. */
export function storeError(error: unknown, location: string): FrameSieveError {
  if (FrameSieveError.isInstance(error)) return error;
  const code = (error as { readonly code?: unknown }).code;
  // Extended codes, e.g. SQLITE_IOERR_WRITE, begin with their primary one.
  const primary = typeof code === 'string' ? code.split('_').slice(0, 2).join('_') : '';
  const [problem, hint] = problems[primary] ?? [
    `failed: ${messageOf(error)}`,
    'Name another file with --db.',
  ];
  return new FrameSieveError({
    code: primary === 'SQLITE_BUSY' ? 'store-busy' : 'store-failed',
    message: `The database "${location}" ${problem}.`,
    hint,
    cause: error,
  });
}
