import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Registry } from '@framesieve/core/registry';
import { onnxMetric } from '@framesieve/scorer/metric';
import { describeScorer } from '@framesieve/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { madeUpParameters } from '../test/made-up-parameters.ts';
import plugin, { niqeFamily, niqeKernel, utliveMetric } from './index.ts';
import { buildNiqeModel } from './niqe-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-niqe-'));
const file = join(folder, 'made-up.onnx');
const unknown = { source: null, licence: null, provenance: null };
writeFileSync(file, buildNiqeModel(madeUpParameters(), { metric: 'niqe/made-up', ...unknown }));
afterAll(() => rmSync(folder, { recursive: true }));

const madeUp = {
  id: 'niqe/made-up',
  summary: 'NIQE for tests',
  supply: { kind: 'bundled', file: pathToFileURL(file) },
} as const;

describe.each([
  ['graph', {}],
  ['kernel', { kernel: niqeKernel }],
])('by its %s', (_, options) => {
  describeScorer({
    name: 'a NIQE model of parameters that no pictures gave',
    factory: onnxMetric(madeUp, options),
    sizes: [
      [192, 192],
      [96, 96],
      [200, 150],
      [101, 297],
    ],
  });
});

it('registers both metrics, the bundled one as what the family name alone means', () => {
  const registry = new Registry();
  registry.use(plugin);
  expect(registry.scorers.map(({ id }) => id)).toEqual(['niqe/framesieve', 'niqe/utlive']);
  expect(registry.scorer('niqe').id).toBe('niqe/framesieve');
  expect(registry.modelFamilies).toEqual([niqeFamily]);
});

it('says how to get the parameters that are not installed', async () => {
  const hint = expect.stringContaining('framesieve models pull niqe/utlive');
  expect(await utliveMetric.availability()).toEqual({
    available: false,
    reason: expect.stringContaining('not installed'),
    hint,
  });
  const options = { direction: null, device: 'cpu', threads: 1 } as const;
  await expect(utliveMetric.create(options)).rejects.toMatchObject({ code: 'model-missing', hint });
});
