import { FrameSieveError } from '@framesieve/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type CompleteModelMetadata,
  formatModelMetadata,
  type ModelMetadataOverride,
  parseModelMetadata,
  type ResizePolicy,
} from './index.ts';

const input = '{"layout":"NCHW","dtype":"float32","valueRange":[0,1]}';
const withResize = (policy: string) => input.replace('}', `,"resize":${policy}}`);
const least = { 'framesieve.direction': 'lower', 'framesieve.input': input };

function parse(entries: Record<string, string>, given?: ModelMetadataOverride): CompleteModelMetadata {
  return parseModelMetadata(new Map(Object.entries(entries)), given);
}

function problem(entries: Record<string, string>, given?: ModelMetadataOverride): string {
  try {
    parse(entries, given);
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
    precision: 'float32',
    kernel: null,
    profile: null,
    batch: null,
    undefinedReason: null,
    citation: null,
    provenance: null,
  });
});

it.each<[string, ResizePolicy]>([
  [
    '{"fit":"stretch","width":224,"height":200}',
    { fit: 'stretch', width: 224, height: 200, filter: 'bilinear', antialias: true },
  ],
  [
    '{"fit":"contain","width":9,"height":8,"filter":"bicubic"}',
    { fit: 'contain', width: 9, height: 8, padding: [0, 0, 0], filter: 'bicubic', antialias: true },
  ],
  [
    '{"shorterSide":256,"crop":[224,224],"antialias":false}',
    { shorterSide: 256, crop: [224, 224], filter: 'bilinear', antialias: false },
  ],
  ['{"shorterSide":256}', { shorterSide: 256, crop: null, filter: 'bilinear', antialias: true }],
])('completes the resize policy %s', (text, policy) => {
  const { resize } = parse({ ...least, 'framesieve.input': withResize(text) }).input;
  expect(resize).toEqual(policy);
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
  ['framesieve.range', '[100,0]', /`framesieve.range` is wrong: the first number has to be lower/],
  ['framesieve.output', 'vector', /`framesieve.output` is wrong: expected "scalar", or "distribution"/],
  ['framesieve.output', '{"distribution":[1]}', /`framesieve.output` is wrong/],
  ['framesieve.precision', 'int8', /`framesieve.precision` is wrong.*float16/],
  ['framesieve.undefined', '', /`framesieve.undefined` is wrong/],
  ['framesieve.input', '{"layout":"NCHW"}', /dtype/],
  ['framesieve.input', input.replace('}', ',"crop":1}'), /crop/],
  ['framesieve.input', input.replace('[0,1]', '[0,2]'), /valueRange: expected \[0,255\], \[0,1\]/],
  ['framesieve.input', input.replace('[0,1]', '[0,65535]'), /valueRange \[0,65535\] is for uint16 only/],
  ['framesieve.input', input.replace('float32', 'uint16'), /uint16 pixels are given .*\[0,65535\]/],
  ['framesieve.input', withResize('"fit"'), /resize: expected "none" or an object with `fit`/],
  ['framesieve.input', withResize('{"fit":"fill","width":1,"height":1}'), /resize.fit: /],
  ['framesieve.input', withResize('{"fit":"stretch","width":224}'), /resize.height: /],
  ['framesieve.input', withResize('{"fit":"cover","width":1e9,"height":1}'), /resize.width: .*8192/],
  [
    'framesieve.input',
    withResize('{"fit":"cover","width":1,"height":1,"padding":[0,0,0]}'),
    /resize: .*"padding"/,
  ],
  [
    'framesieve.input',
    withResize('{"fit":"contain","width":1,"height":1,"padding":[0,0,9]}'),
    /resize.padding.2: /,
  ],
  [
    'framesieve.input',
    withResize('{"shorterSide":256,"crop":[224,257]}'),
    /resize: the crop must not be larger/,
  ],
  ['framesieve.input', withResize('{"shorterSide":256,"filter":"lanczos"}'), /resize.filter: .*bicubic/],
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

it('lets the user correct single fields of the input', () => {
  const file = { ...least, 'framesieve.input': input.replace('}', ',"mean":[1,2,3],"minimumSize":[9,9]}') };
  expect(parse(file, { input: { layout: 'NHWC', mean: null } }).input).toEqual({
    ...parse(file).input,
    layout: 'NHWC',
    mean: null,
  });
  expect(parse(file, { input: { std: undefined } })).toEqual(parse(file));
  const whole = { layout: 'NHWC', dtype: 'uint8', valueRange: [0, 255] } as const;
  expect(parse({ 'framesieve.direction': 'lower' }, { input: whole }).input).toMatchObject({
    ...whole,
    resize: 'none',
    minimumSize: [1, 1],
  });
  expect(parse({ ...least, 'framesieve.input': 'NCHW' }, { input: whole }).input).toMatchObject(whole);
});

it('checks the input once it is completed', () => {
  expect(problem(least, { input: { dtype: 'uint8' } })).toMatch(
    /`framesieve.input` is wrong: uint8 pixels are given as they are.*\(with what was given for it\)/,
  );
  expect(problem({ 'framesieve.direction': 'lower' }, { input: { layout: 'NHWC' } })).toMatch(
    /`framesieve.input` is wrong: dtype: .*"layout":"NCHW"/,
  );
  expect(problem({ ...least, 'framesieve.input': '7' }, { input: { layout: 'NHWC' } })).toMatch(
    /`framesieve.input` is wrong: .*expected object/,
  );
  expect(problem({ ...least, 'framesieve.input': '{' }, { input: { layout: 'NHWC' } })).toMatch(/not JSON/);
});

it('writes nothing for what is not stated, and the same with and without the later entries', () => {
  const { precision, profile, undefinedReason, citation, provenance, ...first } = parse(least);
  expect([precision, profile, undefinedReason, citation, provenance]).toEqual([
    'float32',
    null,
    null,
    null,
    null,
  ]);
  expect([...formatModelMetadata(first)]).toEqual([...formatModelMetadata(parse(least))]);
  expect([...formatModelMetadata(first).keys()]).toEqual([
    'framesieve.direction',
    'framesieve.range',
    'framesieve.input',
    'framesieve.output',
  ]);
});

it('takes the bare word scalar and the same as JSON', () => {
  expect(parse({ ...least, 'framesieve.output': 'scalar' }).output).toEqual({ kind: 'scalar' });
  expect(parse({ ...least, 'framesieve.output': '"scalar"' }).output).toEqual({ kind: 'scalar' });
});

it('reads back what it writes', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0);
  const range = fc.oneof(
    fc.constantFrom([null, null] as const, [0, null] as const, [null, -1] as const),
    fc.tuple(number, number).filter(([low, high]) => low < high),
  );
  const text = fc.option(fc.string({ minLength: 1 }));
  const triple = fc.option(fc.tuple(number, number, number));
  const side = fc.integer({ min: 1, max: 8192 });
  const level = fc.double({ min: 0, max: 1, noNaN: true }).map(value => value + 0);
  const resampling = {
    filter: fc.constantFrom('bilinear', 'bicubic'),
    antialias: fc.boolean(),
  } as const;
  const resize = fc.oneof(
    fc.constant('none' as const),
    fc.record({ fit: fc.constantFrom('stretch', 'cover'), width: side, height: side, ...resampling }),
    fc.record({
      fit: fc.constant('contain'),
      width: side,
      height: side,
      padding: fc.tuple(level, level, level),
      ...resampling,
    }),
    fc.record({
      shorterSide: fc.constant(224),
      crop: fc.option(fc.constant([224, 200] as const)),
      ...resampling,
    }),
  );
  const metadata: fc.Arbitrary<CompleteModelMetadata> = fc.record({
    metric: fc.option(fc.constant('musiq/koniq')),
    direction: fc.constantFrom('higher', 'lower'),
    range,
    input: fc.record({
      colorSpace: fc.constantFrom('rgb', 'bgr'),
      layout: fc.constantFrom('NHWC', 'NCHW'),
      dtype: fc.constantFrom('float32', 'float16'),
      valueRange: fc.constantFrom([0, 255] as const, [0, 1] as const, [-1, 1] as const),
      mean: triple,
      std: fc.option(fc.constant([0.5, 0.25, 1] as const)),
      resize,
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
    precision: fc.constantFrom('float32', 'float16'),
    profile: text,
    kernel: text,
    batch: fc.option(
      fc.record({ memoryFactor: fc.integer({ min: 1, max: 500 }), cpu: fc.integer({ min: 1, max: 9 }) }),
    ),
    undefinedReason: text,
    citation: text,
    provenance: text,
  });
  fc.assert(
    fc.property(metadata, value => {
      expect(parseModelMetadata(formatModelMetadata(value))).toEqual(value);
    }),
  );
});
