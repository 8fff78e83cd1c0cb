import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Registry } from '@framesieve/core/registry';
import { onnxMetric } from '@framesieve/scorer/metric';
import { describeScorer } from '@framesieve/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { madeUpSvr, modelText, rangeText } from '../test/made-up-svr.ts';
import plugin, { brisqueFamily, utliveKernel, utliveMetric } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-brisque-'));
const [model, range, made] = ['model', 'range', 'made-up.onnx'].map(name => join(folder, name));
writeFileSync(model!, modelText(madeUpSvr(4)));
writeFileSync(range!, rangeText(madeUpSvr(4)));
const converted = await brisqueFamily.convert({
  id: 'brisque/made-up',
  known: null,
  files: [model!, range!],
  profile: null,
  precision: 'float32',
  signal: new AbortController().signal,
});
writeFileSync(made!, converted.model);
afterAll(() => rmSync(folder, { recursive: true }));

const madeUp = {
  id: 'brisque/made-up',
  summary: 'BRISQUE for tests',
  supply: { kind: 'bundled', file: pathToFileURL(made!) },
} as const;

describe.each([
  ['graph', {}],
  ['kernel', { kernel: utliveKernel }],
])('by its %s', (_, options) => {
  describeScorer({
    name: 'a BRISQUE model of parameters that nothing was fitted to',
    factory: onnxMetric(madeUp, options),
    // Scores are in the hundreds, and float32.
    tolerance: 1e-3,
  });
});

it('registers both metrics, the bundled one as what the family name alone means', () => {
  const registry = new Registry();
  registry.use(plugin);
  expect(registry.scorers.map(({ id }) => id)).toEqual(['brisque/opencv', 'brisque/utlive']);
  expect(registry.scorer('brisque').id).toBe('brisque/opencv');
  expect(registry.modelFamilies).toEqual([brisqueFamily]);
});

it('says how to get the parameters that are not installed', async () => {
  const hint = expect.stringContaining('framesieve models pull brisque/utlive');
  expect(await utliveMetric.availability()).toEqual({
    available: false,
    reason: expect.stringContaining('not installed'),
    hint,
  });
  const options = { direction: null, device: 'cpu', threads: 1 } as const;
  await expect(utliveMetric.create(options)).rejects.toMatchObject({ code: 'model-missing', hint });
});
