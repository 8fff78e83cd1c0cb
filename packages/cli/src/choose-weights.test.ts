import { FrameSieveError, type ScorerFactory } from '@framesieve/core';
import { Registry } from '@framesieve/core/registry';
import { expect, it } from 'vitest';
import { checkWeights, resolveWeights } from './choose-weights.ts';

const scorer = (id: string, isFamilyDefault: boolean): ScorerFactory => ({
  id,
  isFamilyDefault,
  summary: id,
  availability: async () => ({ available: true, version: '1' }),
  create: async () => Promise.reject(new Error('never made')),
});

const registry = new Registry();
for (const [id, isDefault] of [
  ['a/one', true],
  ['a/two', false],
  ['b/one', true],
] as const)
  registry.addScorer(scorer(id, isDefault));

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (FrameSieveError.isInstance(error) && error.code === 'usage') return `${error.message} ${error.hint}`;
    throw error;
  }
  throw new Error('It was not refused.');
}

it('finds weights by id and by family', () => {
  expect(resolveWeights(registry, { a: 2, 'a/two': 1, b: 0 })).toEqual({
    'a/one': 2,
    'a/two': 1,
    'b/one': 0,
  });
  expect(resolveWeights(registry, {})).toEqual({});
});

it('names the metrics that there are when there is none of that name', () => {
  expect(refusal(() => resolveWeights(registry, { c: 1 }))).toBe(
    '`weights` names "c", but there is no such metric. The metrics are: a/one, a/two, b/one.',
  );
});

it('refuses two weights for one metric', () => {
  expect(refusal(() => resolveWeights(registry, { a: 1, 'a/one': 1 }))).toContain('two weights for a/one');
});

it('refuses weights of metrics that do not rank, and weights that leave nothing to rank by', () => {
  checkWeights({}, []);
  checkWeights({}, ['a/one']);
  checkWeights({ 'a/one': 0 }, ['a/one', 'b/one']);
  expect(refusal(() => checkWeights({ 'b/one': 1 }, ['a/one']))).toBe(
    '`weights` names b/one, but frames are ranked by a/one. Name both in --metric, e.g. --metric a/one,b/one, or state other --weights.',
  );
  expect(refusal(() => checkWeights({ 'a/one': 0 }, ['a/one']))).toContain('a/one has no weight');
  expect(refusal(() => checkWeights({ 'a/one': 0, 'b/one': 0 }, ['a/one', 'b/one']))).toContain(
    'a/one and b/one have no weight',
  );
});
