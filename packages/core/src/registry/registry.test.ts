import { expect, it } from 'vitest';
import type { DecoderFactory } from '../decoder.ts';
import { definePlugin } from '../plugin.ts';
import type { ScorerFactory } from '../scorer.ts';
import { Registry } from './registry.ts';

const decoder = (id: string): DecoderFactory => ({
  id,
  summary: id,
  availability: async () => ({ available: false, reason: 'a test', hint: 'none' }),
  create: async () => {
    throw new Error('never made');
  },
});

const scorer = (id: string, isFamilyDefault: boolean): ScorerFactory => ({
  id,
  isFamilyDefault,
  summary: id,
  availability: async () => ({ available: false, reason: 'a test', hint: 'none' }),
  create: async () => {
    throw new Error('never made');
  },
});

const plugin = definePlugin({
  name: 'both',
  apiVersion: 1,
  register(registry) {
    registry.addDecoder(decoder('first'));
    registry.addDecoder(decoder('second'));
    registry.addScorer(scorer('sharpness/a', false));
    registry.addScorer(scorer('sharpness/b', true));
  },
});

it('keeps what plugins add, in order', () => {
  const registry = new Registry();
  expect(registry.decoders).toEqual([]);
  registry.use(plugin);
  expect(registry.decoders.map(factory => factory.id)).toEqual(['first', 'second']);
  expect(registry.plugins).toEqual([plugin]);
});

it('finds a metric by its id, and by the name of its family', () => {
  const registry = new Registry();
  registry.use(plugin);
  expect(registry.scorer('sharpness/a').id).toBe('sharpness/a');
  expect(registry.scorer('sharpness').id).toBe('sharpness/b');
  expect(() => registry.scorer('niqe')).toThrow('There is no metric "niqe".');
  expect(() => registry.decoder('opencv')).toThrow('There is no decoder "opencv".');
});

it('does not share anything between registries', () => {
  const one = new Registry();
  one.use(plugin);
  expect(new Registry().decoders).toEqual([]);
});

it('refuses two plugins with the same id', () => {
  const registry = new Registry();
  registry.use(plugin);
  expect(() => registry.use({ ...plugin, name: 'again' })).toThrow('Two plugins offer the decoder "first".');
});
