import { describe, expect, it } from 'vitest';
import { BadFile } from './bad-file.ts';
import { nameTensors } from './name-tensors.ts';
import { TorchStorage, TorchTensor } from './torch-objects.ts';

const tensor = new TorchTensor(new TorchStorage('float32', '0', 1), 0, [1], [1]);

/** Dicts as the pickle machine makes them. */
function dict(entries: Readonly<Record<string, unknown>>): Map<unknown, unknown> {
  return new Map(Object.entries(entries));
}

function names(saved: unknown): string[] {
  return [...nameTensors(saved).keys()];
}

describe('names', () => {
  it.each<[string, unknown, string[]]>([
    ['of a flat dict', dict({ 'a.weight': tensor, b: tensor }), ['a.weight', 'b']],
    ['of dicts in dicts', dict({ a: dict({ b: tensor, c: dict({ d: tensor }) }) }), ['a.b', 'a.c.d']],
    ['of lists and tuples', [tensor, [tensor, dict({ x: tensor })]], ['0', '1.0', '1.1.x']],
    ['of a single tensor', tensor, ['tensor']],
    ['beside other things', dict({ epoch: 3, name: 'x', none: null, t: tensor }), ['t']],
    ['with numbers as keys', new Map([[7, tensor]]), ['7']],
    ['below params', dict({ params: dict({ a: tensor }), other: dict({ b: tensor }) }), ['a']],
    [
      'below state_dict',
      dict({ state_dict: dict({ a: tensor }), epoch: 3, optimizer: dict({ s: tensor }) }),
      ['a'],
    ],
    ['where params is a tensor', dict({ params: tensor, a: tensor }), ['params', 'a']],
    [
      'where two of the keys are there',
      dict({ params: dict({ a: tensor }), params_ema: dict({ a: tensor }) }),
      ['params.a', 'params_ema.a'],
    ],
    ['with module. before all', dict({ 'module.a': tensor, 'module.b.c': tensor }), ['a', 'b.c']],
    ['with module. before some', dict({ 'module.a': tensor, b: tensor }), ['module.a', 'b']],
    ['with module. below model', dict({ model: dict({ 'module.a': tensor }) }), ['a']],
    [
      'like the properties of objects',
      new Map(['constructor', '__proto__'].map(name => [name, tensor])),
      ['constructor', '__proto__'],
    ],
  ])('%s', (_, saved, expected) => {
    expect(names(saved)).toEqual(expected);
  });
});

it('refuses two tensors of the same name', () => {
  expect(() => names(dict({ 'a.b': tensor, a: dict({ b: tensor }) }))).toThrow(BadFile);
});

it.each([[null], [5], ['text'], [[]], [dict({})], [dict({ model: dict({}), t: tensor })]])(
  'finds no tensors in %s',
  saved => {
    expect(() => names(saved)).toThrow('no tensors');
  },
);
