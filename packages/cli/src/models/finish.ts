import type { ModelLibrary } from '@framesieve/models';
import type { Invocation } from '../invocation.ts';
import { printDocument } from '../output.ts';
import { printable } from '../printable.ts';
import type { ModelReport, ModelsDocument } from './models-document.ts';

/** What a `models` command came to. */
export interface ModelsOutcome {
  readonly command: ModelsDocument['command'];
  readonly library: ModelLibrary;
  readonly models: ModelReport[];
  /** The same for a person. */
  readonly text: string;
}

/** Prints the outcome of a `models` command, and returns its exit code: 1 when every model failed, 3 when some did. */
export function finish({ json, verbosity }: Invocation, outcome: ModelsOutcome): number {
  const { command, library, models, text } = outcome;
  const { folder } = library;
  if (json) printDocument({ version: 1, command, error: null, warnings: [], folder, models });
  else if (verbosity !== 'quiet' && text !== '') process.stdout.write(`${printable(text)}\n`);
  const failed = models.filter(isFailed).length;
  if (failed === 0) return 0;
  return failed === models.length ? 1 : 3;
}

function isFailed({ error, checks = [] }: ModelReport): boolean {
  return error !== null || checks.some(({ passed }) => passed === false);
}
