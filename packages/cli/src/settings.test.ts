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
    expect(() => environment({ FRAMESIEVE_KEYFRAMES: 'perhaps' })).toThrow(
      'FRAMESIEVE_KEYFRAMES: expected true or false, found "perhaps".',
    );
  });
});

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
