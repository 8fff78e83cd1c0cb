import { expect, it } from 'vitest';
import type { SieveReport } from './json-document.ts';
import { exitCodeOf } from './reported-error.ts';

/** Videos that failed with these codes; `null` for one that is done. */
const failed = (...codes: readonly (string | null)[]) =>
  codes.map(code => ({
    status: code === null ? 'ok' : 'failed',
    error: code === null ? null : { code, message: 'What.', hint: 'What now.' },
  })) as unknown as SieveReport['videos'];

it.each([
  ['nothing to do', failed(), 0],
  ['all done', failed(null, null), 0],
  ['some failed', failed(null, 'usage'), 3],
  ['all failed', failed('nothing-stored', 'usage'), 1],
  ['all failed for wrong usage, such as a template that gives one name twice', failed('usage', 'usage'), 2],
])('tells by the videos: %s', (_, videos, code) => {
  expect(exitCodeOf({ error: null, videos })).toBe(code);
});

it.each([
  ['interrupted', 130],
  ['config', 2],
  ['store-failed', 1],
])('tells by the error of the call as a whole: %s', (code, exitCode) => {
  const error = { code, message: 'What.', hint: 'What now.' } as SieveReport['error'];
  expect(exitCodeOf({ error, videos: failed(null) })).toBe(exitCode);
});
