import { sep } from 'node:path';
import { configKeys, selectionOf } from '@framesieve/core/config';
import { describe, expect, it } from 'vitest';
import { environmentName, settingFlags } from './flags.ts';
import { environmentLayer, flagLayer, mergeSettings, type SettingsLayer } from './settings.ts';

const here = `${sep}here`;
const there = `${sep}there`;
const flags = (values: Record<string, unknown>) => flagLayer(values, settingFlags, here);
const environment = (values: Record<string, string>) => environmentLayer(values, settingFlags, here);
const file = (config: SettingsLayer['config']): SettingsLayer => ({ config, folder: there });

describe('the order of settings', () => {
  it('is flag, environment, config file, default', () => {
    const layers = [
      flags({ every: '2' }),
      environment({ FRAMESIEVE_EVERY: '3', FRAMESIEVE_COVERAGE: '4' }),
      file({ sample: { every: 5, keyframes: true }, select: { coverage: 6 } }),
    ];
    const { config } = mergeSettings(layers, here);
    expect(config.sample).toMatchObject({ every: 2, keyframes: true, fps: null });
    expect(config.select).toMatchObject({ coverage: 4, minGapSeconds: 1 });
  });

  it('lets whoever restates the top tier restate all of it', () => {
    const below = file({ select: { top: '5%' } });
    const top = (values: Record<string, unknown>) =>
      selectionOf(mergeSettings([flags(values), below], here).config).top;
    expect(top({})).toEqual({ count: null, percent: 5 });
    expect(top({ percentile: '90' })).toEqual({ count: null, percent: 10 });
    expect(top({ top: '3' })).toEqual({ count: 3, percent: null });
    expect(top({ top: '3', percentile: '90' })).toEqual({ count: 3, percent: 10 });
  });

  it('takes weights from whoever states them, all of them', () => {
    const below = file({ select: { weights: { niqe: 1, brisque: 3 }, coverage: '1/shot' } });
    const select = (values: Record<string, unknown>) =>
      mergeSettings([flags(values), below], here).config.select;
    expect(select({})).toMatchObject({ weights: { niqe: 1, brisque: 3 }, coverage: '1/shot' });
    expect(select({ weights: 'niqe=2' }).weights).toEqual({ niqe: 2 });
    expect(select({ coverage: '4' })).toMatchObject({ weights: { niqe: 1, brisque: 3 }, coverage: 4 });
  });

  it('keeps order and options of the decoders when a flag says which to try first', () => {
    const below = file({ decoder: { order: ['libav'], options: { libav: { threads: 1 } } } });
    const settings = mergeSettings([flags({ decoder: 'ffmpeg', ffmpeg: './bin/ffmpeg' }), below], here);
    expect(settings.firstDecoder).toBe('ffmpeg');
    expect(settings.decoderOrder).toEqual(['libav']);
    expect(settings.decoderOptions).toEqual({
      libav: { threads: 1 },
      ffmpeg: { path: `${here}${sep}bin${sep}ffmpeg` },
    });
  });
});

describe('what text stands for', () => {
  it.each([
    ['coverage', '2/min', { coverage: '2/min' }],
    ['coverage', 'auto', { coverage: 'auto' }],
    ['coverage', '12', { coverage: 12 }],
    ['coverage-by', 'shot', { coverageBy: 'shot' }],
    ['max-per-shot', '3', { maxPerShot: 3 }],
    ['weights', 'niqe=2, brisque/opencv=0.5', { weights: { niqe: 2, 'brisque/opencv': 0.5 } }],
    ['fades', 'false', { fades: false }],
    ['fades', '0.4', { fades: 0.4 }],
    ['cards', 'FALSE', { cards: false }],
    ['damaged', '2.5', { damaged: 2.5 }],
  ])('is the same for --%s %s and its variable', (flag, text, select) => {
    const name = flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    expect(flags({ [name]: text }).config.select).toEqual(select);
    expect(environment({ [environmentName(flag)]: text }).config.select).toEqual(select);
  });

  it('is false for --no-…', () => {
    const rules = [
      'black',
      'white',
      'flat',
      'fades',
      'blurred',
      'noisy',
      'blocky',
      'exposure',
      'cards',
      'damaged',
    ];
    const off = Object.fromEntries([...rules, 'duplicates'].map(rule => [rule, false]));
    expect(flags(off).config.select).toEqual(off);
    for (const rule of rules)
      expect(settingFlags.find(({ flag }) => flag === rule)).toMatchObject({ negatable: true });
  });
});

describe('paths', () => {
  it('are resolved from the folder of whoever states them', () => {
    const fromFile = mergeSettings([file({ export: { out: 'stills' }, db: 'x.sqlite' })], here);
    expect(fromFile).toMatchObject({ out: `${there}${sep}stills`, db: `${there}${sep}x.sqlite` });
    const fromFlags = mergeSettings([flags({ out: 'stills' })], here);
    expect(fromFlags).toMatchObject({
      out: `${here}${sep}stills`,
      db: `${here}${sep}stills${sep}framesieve.sqlite`,
    });
    expect(mergeSettings([flags({ db: ':memory:' })], here).db).toBe(':memory:');
  });

  it('of plugins remember where they were named', () => {
    const settings = mergeSettings([flags({}), file({ plugins: ['./mine.ts'] })], here);
    expect(settings.plugins).toEqual([{ specifier: './mine.ts', folder: there }]);
  });
});

describe('wrong values', () => {
  it('are refused by the name under which they were given', () => {
    expect(() => flags({ minGap: 'x' })).toThrow(
      '--min-gap: expected a number of seconds of at least 0, found "x".',
    );
    expect(() => flags({ coverage: '2/hour' })).toThrow(
      '--coverage: expected a whole number, "auto", or a rate such as "2/min" or "1/shot", found "2/hour".',
    );
    expect(() => environment({ FRAMESIEVE_BLURRED: '2' })).toThrow(
      'FRAMESIEVE_BLURRED: expected a number above 0 and up to 1, or false, found 2.',
    );
    expect(() => environment({ FRAMESIEVE_KEYFRAMES: 'perhaps' })).toThrow(
      'FRAMESIEVE_KEYFRAMES: expected true or false, found "perhaps".',
    );
  });
});

it.each(['niqe', 'niqe=', '=1', 'niqe=x', 'niqe=-1', 'niqe=1,niqe=2', 'niqe=1,', 'niqe=1=2'])(
  'refuses the weights %j',
  weights => {
    expect(() => flags({ weights })).toThrow(
      `--weights: expected metrics with numbers of at least 0, such as niqe=2,brisque=1, found "${weights}".`,
    );
  },
);

describe('the table of flags', () => {
  it('names keys that there are, each flag and variable once', () => {
    const keys = configKeys().map(key => key.path);
    for (const { key } of settingFlags) expect(keys).toContain(key);
    const names = settingFlags.map(({ flag }) => environmentName(flag));
    expect(new Set(names).size).toBe(names.length);
  });

  it('covers every key but those that need structure', () => {
    const flagged = settingFlags.map(({ key }) => key);
    const unflagged = configKeys().filter(key => !key.isGroup && !flagged.includes(key.path));
    expect(unflagged.map(key => key.path)).toEqual([
      'plugins',
      'metric.model',
      'metric.name',
      'metric.direction',
      'metric.range',
      'metric.input',
      'metric.output',
      'direction',
      'decoder.order',
      'decoder.options',
    ]);
  });
});
