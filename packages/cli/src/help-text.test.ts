import { configKeys } from '@framesieve/core/config';
import { expect, it } from 'vitest';
import { settingFlags } from './flags.ts';
import { helpText } from './help-text.ts';

const help = (key: string, description: string) => helpText(description, key, settingFlags);

it('names flags where the config has keys', () => {
  expect(help('metric', 'Several rank together (see `select.weights`).')).toBe(
    'Several rank together (see --weights).',
  );
  expect(help('select.top', 'With `percentile`, at most so many.')).toBe(
    'With --percentile, at most so many.',
  );
  expect(help('ffmpeg', 'What the `ffmpeg` decoder runs.')).toBe('What the ffmpeg decoder runs.');
  expect(help('export.crop', 'As in scoring (see `crop`), for `png`.')).toBe(
    'As in scoring (see --crop), for png.',
  );
});

it('says what holds by default, at the beginning of a sentence too', () => {
  expect(help('batch', 'Frames a call; `null`: 1.')).toBe('Frames a call; by default: 1.');
  expect(help('select.top', 'How many. `null`: 20.')).toBe('How many. By default: 20.');
});

it('leaves no mark and no null in the help of any flag', () => {
  for (const { path, description } of configKeys()) {
    if (!settingFlags.some(({ key }) => key === path)) continue;
    expect(help(path, description)).not.toMatch(/`|\bnull\b|by default (?!:)/);
  }
});
