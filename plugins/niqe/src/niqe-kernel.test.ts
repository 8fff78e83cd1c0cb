import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { madeUpParameters } from '../test/made-up-parameters.ts';
import { niqeKernel } from './niqe-kernel.ts';
import { buildFeaturesModel, buildNiqeModel } from './niqe-model.ts';

const unknown = { source: null, licence: null, provenance: null };

it('computes every model that is built of parameters, and not that of the features', async () => {
  const model = buildNiqeModel(madeUpParameters(), { metric: 'niqe/tried', ...unknown });
  expect(await niqeKernel.computes(model)).toBe(true);
  expect(await niqeKernel.computes(buildFeaturesModel())).toBe(false);
});

it('scores without loading the runtime, or all that reads models', async () => {
  const program = `
    import { createRequire } from 'node:module';
    import { framesieveMetric } from './src/index.ts';
    await using scorer = await framesieveMetric.create({ direction: null, device: 'auto', threads: 1 });
    const data = Uint8Array.from({ length: 3 * 192 * 192 }, (_, i) => (i * i) % 251);
    const [{ score }] = await scorer.scoreImages([{ width: 192, height: 192, data }]);
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    const natives = process.report.getReport().sharedObjects;
    console.log(JSON.stringify({ score, loaded: [...loaded, ...natives] }));
  `;
  const args = ['--conditions=@framesieve/source', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: `${import.meta.dirname}/..` });
  const { score, loaded } = JSON.parse(stdout) as { score: number; loaded: string[] };
  expect(score).toBeGreaterThan(0);
  expect(loaded.some(file => file.includes('protobufjs'))).toBe(true);
  expect(loaded.filter(file => /onnxruntime|protobufjs.light/.test(file))).toEqual([]);
});
