import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { shapeKernel, shapeModel } from '../../test/shape-metric.ts';

const options = { direction: null, device: 'cpu', threads: 1 } as const;
const kernel = shapeKernel();

it('computes models that name it with its version, and no others', async () => {
  expect(await kernel.computes(shapeModel())).toBe(true);
  for (const name of [null, 'nss/shape@2', 'nss/shape', 'nss/niqe@1'])
    expect(await kernel.computes(shapeModel({ kernel: name })), `${name}`).toBe(false);
  expect(await kernel.computes(new Uint8Array())).toBe(false);
  expect(await kernel.computes(new TextEncoder().encode('<!doctype html>'))).toBe(false);
});

it('refuses a model that names it without its parameters', async () => {
  const bytes = shapeModel({ factor: [1, 2] });
  await expect(kernel.create({ id: 'shape/tried', file: 'a.onnx', bytes }, options)).rejects.toMatchObject({
    code: 'metric-unavailable',
    message: expect.stringContaining('shape/tried ("a.onnx")'),
  });
});

it('can be told the other direction', async () => {
  const model = { id: 'shape/tried', file: 'a.onnx', bytes: shapeModel() };
  await using scorer = await kernel.create(model, { ...options, direction: 'lower' });
  expect(scorer.metric).toMatchObject({ modelDirection: 'higher', direction: 'lower' });
});

it('lets a program end that forgets to dispose of it', async () => {
  const program = `
    import { shapeKernel, shapeModel } from './test/shape-metric.ts';
    const model = { id: 'shape/tried', file: 'a.onnx', bytes: shapeModel() };
    const scorer = await shapeKernel().create(model, { direction: null, device: 'cpu', threads: 2 });
    const data = Uint8Array.from({ length: 3 * 64 * 64 }, (_, i) => (i * i) % 251);
    const [{ score }] = await scorer.scoreImages([{ width: 64, height: 64, data }]);
    console.log(score);
  `;
  const args = ['--conditions=@framesieve/source', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: `${import.meta.dirname}/../..`,
  });
  expect(Number(stdout)).toBeGreaterThan(0);
});
