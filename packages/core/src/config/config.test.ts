import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPixelSettings } from '../decoder.ts';
import { FrameSieveError } from '../errors.ts';
import { everyFrame } from '../sampling.ts';
import { defaultSelection } from '../selector.ts';
import { defineConfig, resolveConfig } from './config.ts';
import { configKeys } from './config-keys.ts';
import { configJsonSchema } from './json-schema.ts';
import { parseConfig } from './parse-config.ts';
import { pixelsOf, samplingOf, selectionOf } from './settings.ts';

function refusal(value: unknown): string {
  try {
    parseConfig(value, 'the file');
  } catch (error) {
    if (FrameSieveError.isInstance(error) && error.code === 'config') return error.message;
    throw error;
  }
  throw new Error('The config was not refused.');
}

describe('parseConfig', () => {
  it.each([
    [5, 'the file: expected an object of settings, found 5.'],
    [{ selct: {} }, 'the file: `selct` is not a known key (did you mean `select`?).'],
    [{ top: 3 }, 'the file: `top` is not a known key (did you mean `select.top`?).'],
    [{ zzz: 3 }, 'the file: `zzz` is not a known key.'],
    [
      { decoder: { ordr: [] } },
      'the file: `decoder.ordr` is not a known key (did you mean `decoder.order`?).',
    ],
    [{ batch: 0 }, 'the file: `batch`: expected a whole number of at least 1, or null, found 0.'],
    [
      { select: { top: '500%' } },
      'the file: `select.top`: expected a whole number, a percentage such as "5%", or null, found "500%".',
    ],
    [
      { select: { coverage: '2/hour' } },
      'the file: `select.coverage`: expected a whole number, "auto", or a rate such as "2/min" or "1/shot", found "2/hour".',
    ],
    [
      { select: { coverage: 1.5 } },
      'the file: `select.coverage`: expected a whole number, "auto", or a rate such as "2/min" or "1/shot", found 1.5.',
    ],
    [
      { select: { coverageBy: 'scene' } },
      'the file: `select.coverageBy`: expected time, shot or null, found "scene".',
    ],
    [
      { select: { maxPerShot: 0 } },
      'the file: `select.maxPerShot`: expected a whole number of at least 1, or null, found 0.',
    ],
    [
      { select: { weights: { 'niqe/framesieve': -1 } } },
      'the file: `select.weights`: expected an object of numbers of at least 0 by metric id, found -1 at `select.weights.niqe/framesieve`.',
    ],
    [
      { select: { weights: ['niqe'] } },
      'the file: `select.weights`: expected an object of numbers of at least 0 by metric id, found ["niqe"].',
    ],
    [
      { select: { fades: 0 } },
      'the file: `select.fades`: expected a number above 0 and up to 1, or false, found 0.',
    ],
    [
      { select: { noisy: true } },
      'the file: `select.noisy`: expected a number of at least 1, or false, found true.',
    ],
    [
      { direction: { brisque: 'up' } },
      'the file: `direction`: expected an object of "higher" or "lower" by metric id, found "up" at `direction.brisque`.',
    ],
    [
      { export: { format: 'jpeg' } },
      'the file: `export.format`: expected png, jpg, webp or avif, found "jpeg".',
    ],
    [
      { decoder: 5 },
      'the file: `decoder`: expected a decoder id, or an object with `order` and `options`, found 5.',
    ],
  ])('refuses %j by its key, with what was expected and what was found', (value, message) => {
    expect(refusal(value)).toBe(message);
  });

  it('lists every problem', () => {
    const message = refusal({ batch: 'x', select: { topp: 1 }, metric: [] });
    expect(message.split('\n')).toHaveLength(4);
    expect(message).toContain('the file has 3 problems:');
  });

  it('lets a file name its schema', () => {
    expect(parseConfig({ $schema: './x.json', batch: 2 }, 'the file')).toEqual({ batch: 2 });
  });

  it('refuses any unknown key, at any level', () => {
    const known = new Set(configKeys().map(key => key.path));
    fc.assert(
      fc.property(
        fc.constantFrom(null, 'sample', 'select', 'export', 'decoder'),
        fc.string({ minLength: 1 }).filter(name => !['$schema', '__proto__'].includes(name)),
        (group, name) => {
          fc.pre(!known.has(group ? `${group}.${name}` : name));
          const inner = { [name]: 1 };
          expect(refusal(group ? { [group]: inner } : inner)).toContain('is not a known key');
        },
      ),
    );
  });
});

describe('defaults', () => {
  it('are those of the contracts', () => {
    const config = resolveConfig({});
    expect(samplingOf(config)).toEqual(everyFrame);
    expect(selectionOf(config)).toEqual(defaultSelection);
    expect(pixelsOf(config)).toEqual(defaultPixelSettings);
  });

  it('are stated for every key, and pass the schema themselves', () => {
    const keys = configKeys();
    expect(keys.length).toBeGreaterThan(25);
    for (const key of keys) {
      expect(key.description, key.path).not.toBe('');
      expect(key.expected, key.path).not.toBe('a value');
      // A model of one's own is nothing without its file.
      if (key.path !== 'metric.model') expect(key.defaultValue, key.path).not.toBeUndefined();
    }
    const config = resolveConfig({});
    expect(resolveConfig(parseConfig(structuredClone(config), 'the defaults'))).toEqual(config);
  });
});

describe('selectionOf and samplingOf', () => {
  const select = (settings: object) => selectionOf(resolveConfig(defineConfig({ select: settings })));

  it('read the size of the top tier', () => {
    expect(select({ top: 7 }).top).toEqual({ count: 7, percent: null });
    expect(select({ top: '2.5%' }).top).toEqual({ count: null, percent: 2.5 });
    expect(select({ percentile: 95 }).top).toEqual({ count: null, percent: 5 });
    expect(select({ percentile: 90, top: 3 }).top).toEqual({ count: 3, percent: 10 });
    expect(() => select({ percentile: 90, top: '3%' })).toThrow('both state a share');
  });

  it('read `false` as off', () => {
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
    const off = Object.fromEntries(rules.map(rule => [rule, false]));
    const { maxHashDistance, reject } = select({ ...off, duplicates: false });
    expect(maxHashDistance).toBeNull();
    expect(Object.values(reject)).toEqual(rules.map(() => null));
  });

  it('read limits of rejection each into its own', () => {
    const limits = { black: 0.1, white: 0.9, flat: 0.03, fades: 0.4, blurred: 0.7 };
    expect(
      select({ ...limits, noisy: 2, blocky: 0.5, exposure: 0.2, cards: 0.8, damaged: 3 }).reject,
    ).toEqual({
      blackBelow: 0.1,
      whiteAbove: 0.9,
      flatBelow: 0.03,
      fades: 0.4,
      blurred: 0.7,
      noisy: 2,
      blocky: 0.5,
      exposure: 0.2,
      cards: 0.8,
      damaged: 3,
    });
  });

  it.each([
    [{ coverage: 7 }, { by: 'time', picks: 7, per: 'video' }],
    [{ coverage: 'auto' }, { by: 'time', picks: 'auto', per: 'video' }],
    [
      { coverage: 'auto', coverageBy: 'shot' },
      { by: 'shot', picks: 'auto', per: 'video' },
    ],
    [{ coverage: '2/min' }, { by: 'time', picks: 2, per: 'minute' }],
    [
      { coverage: '0.5/min', coverageBy: 'shot' },
      { by: 'shot', picks: 0.5, per: 'minute' },
    ],
    [{ coverage: '1/shot' }, { by: 'shot', picks: 1, per: 'shot' }],
    [
      { coverage: '1/shot', coverageBy: 'time' },
      { by: 'time', picks: 1, per: 'shot' },
    ],
  ])('read the coverage %j', (settings, coverage) => {
    expect(select(settings).coverage).toEqual(coverage);
  });

  it('read the quota of shots and the weights of metrics', () => {
    expect(select({ maxPerShot: 2, weights: { niqe: 0.5 } })).toMatchObject({
      maxPerShot: 2,
      weights: { niqe: 0.5 },
    });
  });

  it('read times in seconds and as clocks', () => {
    const range = (from: number | string, to: number | string) => {
      const { fromSeconds, toSeconds } = samplingOf(resolveConfig({ sample: { from, to } }));
      return [fromSeconds, toSeconds];
    };
    expect(range(1.5, '90')).toEqual([1.5, 90]);
    expect(range('1:30', '1:02:03.5')).toEqual([90, 3723.5]);
    expect(() => range(5, '0:05')).toThrow('range of time is empty');
  });
});

describe('pixelsOf', () => {
  it('reads a crop in the order that FFmpeg writes it', () => {
    const config = resolveConfig(defineConfig({ crop: '640:360:0:60', deinterlace: 'on' }));
    expect(pixelsOf(config)).toEqual({
      ...defaultPixelSettings,
      crop: { width: 640, height: 360, x: 0, y: 60 },
      deinterlace: 'on',
    });
  });

  it.each(['640:360', '0:360:0:0', '640:360:-1:0', 'all'])('refuses the crop %j', crop => {
    expect(refusal({ crop })).toContain('`crop`: expected auto, none or WIDTH:HEIGHT:X:Y');
  });
});

it('publishes the JSON Schema that the code has (packages/cli/scripts/generate-docs.ts writes it)', () => {
  const published = readFileSync(
    join(import.meta.dirname, '..', '..', 'schema', 'config.schema.json'),
    'utf8',
  );
  expect(JSON.parse(published)).toEqual(configJsonSchema());
});
