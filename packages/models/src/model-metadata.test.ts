import { FrameSieveError } from '@framesieve/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatModelMetadata, type ModelMetadata, parseModelMetadata } from './index.ts';

const input = '{"layout":"NCHW","dtype":"float32","valueRange":[0,1]}';
const least = { 'framesieve.direction': 'lower', 'framesieve.input': input };

function parse(entries: Record<string, string>, given?: Partial<ModelMetadata>): ModelMetadata {
  return parseModelMetadata(new Map(Object.entries(entries)), given);
}

function problem(entries: Record<string, string>): string {
  try {
    parse(entries);
  } catch (error) {
    if (FrameSieveError.isInstance(error)) return `${error.code} ${error.message} ${error.hint}`;
    throw error;
  }
  return 'none';
}

it('needs direction and input only, and completes the rest', () => {
  expect(parse(least)).toEqual({
    metric: null,
    direction: 'lower',
    range: [null, null],
    input: {
      colorSpace: 'rgb',
      layout: 'NCHW',
      dtype: 'float32',
      valueRange: [0, 1],
      mean: null,
      std: null,
      resize: 'none',
      minimumSize: [1, 1],
      sizeMultiple: 1,
    },
    output: { kind: 'scalar' },
    source: null,
    licence: null,
    version: null,
  });
});

it('says what is missing and how to give it', () => {
  expect(problem({ 'framesieve.input': input })).toMatch(
    /metric-unavailable .*`framesieve.direction`.*Give `direction` .*metadata_props.*higher/,
  );
  expect(problem({ 'framesieve.direction': 'lower' })).toMatch(/`framesieve.input`.*Give `input`.*"layout"/);
});

it.each([
  ['framesieve.metric', 'BRISQUE', /`framesieve.metric` is wrong.*sharpness\/laplacian/],
  ['framesieve.direction', 'down', /`framesieve.direction` is wrong.*Write for example: higher/],
  ['framesieve.range', '0-100', /`framesieve.range` is wrong: it is not JSON/],
  ['framesieve.range', '[0]', /`framesieve.range` is wrong/],
  ['framesieve.output', 'vector', /`framesieve.output` is wrong/],
  ['framesieve.output', '{"distribution":[1]}', /`framesieve.output` is wrong/],
  ['framesieve.input', '{"layout":"NCHW"}', /dtype/],
  ['framesieve.input', input.replace('}', ',"crop":1}'), /crop/],
  ['framesieve.input', input.replace('}', ',"resize":"fit"}'), /resize/],
  ['framesieve.input', input.replace('}', ',"std":[1,0,1]}'), /std must not be 0/],
  ['framesieve.input', input.replace('float32', 'uint8'), /uint8 pixels are given as they are/],
  ['framesieve.licence', '', /`framesieve.licence` is wrong/],
])('refuses %s = %s', (key, value, expected) => {
  expect(problem({ ...least, [key]: value })).toMatch(expected);
});

it('lets the user complete or correct what the file says', () => {
  expect(parse({ 'framesieve.input': input }, { direction: 'higher' }).direction).toBe('higher');
  expect(parse({ ...least, 'framesieve.direction': '?' }, { direction: 'higher' }).direction).toBe('higher');
});

it('takes the bare word scalar and the same as JSON', () => {
  expect(parse({ ...least, 'framesieve.output': 'scalar' }).output).toEqual({ kind: 'scalar' });
  expect(parse({ ...least, 'framesieve.output': '"scalar"' }).output).toEqual({ kind: 'scalar' });
});

it('reads back what it writes', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0);
  const bound: fc.Arbitrary<number | null> = fc.option(number);
  const text = fc.option(fc.string({ minLength: 1 }));
  const triple = fc.option(fc.tuple(number, number, number));
  const metadata: fc.Arbitrary<ModelMetadata> = fc.record({
    metric: fc.option(fc.constant('musiq/koniq')),
    direction: fc.constantFrom('higher', 'lower'),
    range: fc.tuple(bound, bound),
    input: fc.record({
      colorSpace: fc.constantFrom('rgb', 'bgr'),
      layout: fc.constantFrom('NHWC', 'NCHW'),
      dtype: fc.constant('float32'),
      valueRange: fc.constantFrom([0, 255] as const, [0, 1] as const, [-1, 1] as const),
      mean: triple,
      std: fc.option(fc.constant([0.5, 0.25, 1] as const)),
      resize: fc.constant('none'),
      minimumSize: fc.tuple(fc.integer({ min: 1 }), fc.integer({ min: 1 })),
      sizeMultiple: fc.integer({ min: 1 }),
    }),
    output: fc.oneof(
      fc.constant({ kind: 'scalar' as const }),
      fc.record({ kind: fc.constant('distribution' as const), values: fc.array(number, { minLength: 2 }) }),
    ),
    source: text,
    licence: text,
    version: text,
  });
  fc.assert(
    fc.property(metadata, value => {
      expect(parseModelMetadata(formatModelMetadata(value))).toEqual(value);
    }),
  );
});
