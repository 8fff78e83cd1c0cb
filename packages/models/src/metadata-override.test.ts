import { FrameSieveError } from '@framesieve/core';
import { expect, it } from 'vitest';
import { parseMetadataOverride, parseModelMetadata } from './index.ts';

function problem(value: unknown): string {
  try {
    parseMetadataOverride(value);
  } catch (error) {
    if (FrameSieveError.isInstance(error)) return `${error.code} ${error.message} ${error.hint}`;
    throw error;
  }
  return 'none';
}

it('takes what a config file says, completes nothing, and completes a model with it', () => {
  const override = parseMetadataOverride({
    metric: 'nima/ava',
    direction: 'higher',
    range: [1, 10],
    input: {
      layout: 'NHWC',
      dtype: 'float32',
      valueRange: [-1, 1],
      resize: { fit: 'stretch', width: 224, height: 224 },
    },
    output: { distribution: [1, 2, 3] },
    licence: null,
  });
  expect(override).toEqual({
    metric: 'nima/ava',
    direction: 'higher',
    range: [1, 10],
    input: {
      layout: 'NHWC',
      dtype: 'float32',
      valueRange: [-1, 1],
      resize: { fit: 'stretch', width: 224, height: 224, filter: 'bilinear', antialias: true },
    },
    output: { kind: 'distribution', values: [1, 2, 3] },
    licence: null,
  });
  expect(parseModelMetadata(new Map([['framesieve.licence', 'MIT']]), override)).toMatchObject({
    metric: 'nima/ava',
    output: { kind: 'distribution', values: [1, 2, 3] },
    licence: 'MIT',
    input: { colorSpace: 'rgb', layout: 'NHWC', minimumSize: [1, 1] },
  });
  expect(parseMetadataOverride({ output: 'scalar' })).toEqual({ output: { kind: 'scalar' } });
  expect(parseMetadataOverride({})).toEqual({});
});

it.each<[unknown, RegExp]>([
  [{ direction: 'up' }, /config What is said of the model is wrong: direction: .*direction: higher/],
  [{ input: { dtype: 'float64' } }, /input.dtype: .*"float16".*Write for example: input: {"layout"/],
  [{ input: { resize: { fit: 'stretch', width: 0, height: 1 } } }, /input.resize.width: /],
  [{ input: { size: 3 } }, /input: .*"size"/],
  [{ output: 'vector' }, /output: expected "scalar"/],
  [{ name: 'mine' }, /"name".*Give an object with any of metric, direction/],
  [{ direction: 'up', range: [2, 1] }, /direction: .*; range: the first number/],
  ['scalar', /expected object/],
])('refuses %j', (value, expected) => {
  expect(problem(value)).toMatch(expected);
});
