import { expect, it } from 'vitest';
import { requiredSuites, skippedSuites } from './skipped-tests.ts';

const file = 'plugins/ffmpeg/src/ffmpeg.test.ts';

it('groups skipped tests by suite and reason', () => {
  const names = (test: string) => ['with ffmpeg (skipped: there is no ffmpeg command)', 'inner', test];
  const tests = [
    { file, names: names('a'), note: null },
    { file, names: names('b'), note: null },
    { file, names: ['other'], note: 'takes too long' },
    { file, names: ['third'], note: null },
  ];
  expect(skippedSuites(tests, () => '')).toEqual([
    { file, name: names('a')[0], tests: 2, reason: 'there is no ffmpeg command' },
    { file, name: 'other', tests: 1, reason: 'takes too long' },
    { file, name: 'third', tests: 1, reason: 'its file does not say why' },
  ]);
});

it('finds the suites that were required to run', () => {
  const suite = { file, name: 'x', tests: 1 };
  const missing = { ...suite, reason: 'there is no ffmpeg command' };
  const other = { ...suite, reason: 'there is no folder with real clips' };
  const [silent] = skippedSuites([{ file, names: ['x'], note: null }], () => '');
  expect(requiredSuites([missing, other, silent!], 'ffmpeg')).toEqual([missing, silent]);
});
