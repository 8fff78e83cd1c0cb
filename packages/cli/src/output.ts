import { once } from 'node:events';
import { withoutCredentials } from '@framesieve/core';
import { printable } from './printable.ts';
import type { Verbosity } from './progress/reporter.ts';
import { asFrameSieveError } from './reported-error.ts';

/** Characters that are written at a time. */
const batchLength = 65_536;

/** Writes a `--json` document: the one thing that stands on stdout. */
export function printDocument(document: object): void {
  process.stdout.write(`${JSON.stringify(document, null, process.stdout.isTTY ? 2 : undefined)}\n`);
}

/** Writes texts to stdout as they come, a batch at a time, and no faster than they are read there. */
export async function writeAll(texts: AsyncIterable<string>): Promise<void> {
  let batch = '';
  const flush = async () => {
    if (!process.stdout.write(batch)) await once(process.stdout, 'drain');
    batch = '';
  };
  for await (const text of texts) {
    batch += text;
    if (batch.length >= batchLength) await flush();
  }
  if (batch !== '') await flush();
}

/** Says what failed and what to do, on stderr; the stack only for those who want everything. */
export function printError(error: unknown, verbosity: Verbosity): void {
  const { message, hint } = asFrameSieveError(error);
  process.stderr.write(`framesieve: ${printable(message)}\n`);
  if (hint !== null) process.stderr.write(`  ${printable(hint)}\n`);
  if (verbosity === 'verbose') process.stderr.write(`${stackOf(error)}\n`);
}

/** The stack of an error and of its causes. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return withoutCredentials(String(error));
  const cause = error.cause === undefined ? '' : `\nCaused by: ${stackOf(error.cause)}`;
  return withoutCredentials(`${error.stack ?? error.message}${cause}`);
}
