import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '@framesieve/testkit/shared';
import { describe, expect, it } from 'vitest';
import { expectTensors } from './check-tensors.ts';
import { parseLibsvmModel } from './libsvm.ts';
import { parseLibsvmRange } from './libsvm-range.ts';
import { readMat5 } from './mat5.ts';
import { openTensorFile } from './open-tensor-file.ts';

const shared = sharedFolder();
const folder = shared && join(shared, 'reference');
const inFolder = (name: string) => join(folder ?? '', name);

describe.skipIf(!folder || !existsSync(folder))('files that other programs wrote', () => {
  it('a checkpoint of NumPy with other things in it, partly in the order of Fortran', async () => {
    await using plain = await openTensorFile(inFolder('musiq-authors/musiq-tiny.npz'));
    await using released = await openTensorFile(inFolder('musiq-authors/musiq-tiny-official-like.npz'));
    expect(plain.tensors.size).toBe(56);
    expect(released.tensors.size).toBeGreaterThan(2 * 56);
    for (const { name, shape } of plain.tensors.values()) {
      expect(released.tensors.get(name)).toEqual({ name, shape, type: 'float32' });
      expect(await released.read(name)).toEqual(await plain.read(name));
    }
    expect(released.tensors.get('opt/state/param_states/Transformer/cls/momentum')?.type).toBe('other');
    const shapes = new Map([...plain.tensors.values()].map(({ name, shape }) => [name, shape]));
    const ignore = (name: string) => !name.startsWith('opt/target/');
    expect(() => expectTensors(released, shapes, { ignore })).not.toThrow();
  });

  it('the same weights as saved by PyTorch 1.13', async () => {
    await using torch = await openTensorFile(inFolder('musiq-tiny.pth'));
    await using numpy = await openTensorFile(inFolder('musiq-authors/musiq-tiny.npz'));
    expect(torch.format).toBe('torch');
    expect(torch.tensors.size).toBe(56);
    // Matrices are transposed between the two; these are not.
    for (const [name, same] of [
      ['transformer_encoder.cls', 'opt/target/Transformer/cls'],
      ['embedding.bias', 'opt/target/embedding/bias'],
      ['gn_root.weight', 'opt/target/gn_root/scale'],
    ] as const)
      expect(await torch.read(name)).toEqual(await numpy.read(same));
    const [rows, columns] = torch.tensors.get('embedding.weight')!.shape as [number, number];
    const weight = await torch.read('embedding.weight');
    const kernel = await numpy.read('opt/target/embedding/kernel');
    // The order of the inputs differs too: the values are the same as a whole.
    expect(weight).toHaveLength(rows * columns);
    expect(weight.toSorted()).toEqual(kernel.toSorted());
  });

  it('the parameters of NIQE, as MATLAB and as NumPy have them', async () => {
    const matlab = readMat5(readFileSync(inFolder('params/niqe_modelparameters.mat')));
    await using numpy = await openTensorFile(inFolder('params/niqe_pris_params.npz'));
    for (const [name, same] of [
      ['mu_prisparam', 'mu_pris_param'],
      ['cov_prisparam', 'cov_pris_param'],
    ] as const) {
      expect(matlab.get(name)!.shape).toEqual(numpy.tensors.get(same)!.shape);
      expect(matlab.get(name)!.data).toEqual(await numpy.read(same));
    }
  });

  it('the model and the ranges of BRISQUE', () => {
    const model = parseLibsvmModel(readFileSync(inFolder('params/allmodel'), 'utf8'), { features: 36 });
    expect(model).toMatchObject({ svmType: 'epsilon_svr', kernel: 'rbf', gamma: 0.05, rho: -153.591 });
    expect(model.supportVectors).toHaveLength(774);
    expect(model.supportVectors[0]!.subarray(0, 2)).toEqual(Float64Array.of(-0.596978, -0.136393));
    // What the training guarantees, up to the six digits of the text.
    expect(model.coefficients.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 1);
    const range = parseLibsvmRange(readFileSync(inFolder('params/allrange'), 'utf8'), { features: 36 });
    expect([range.lower, range.upper]).toEqual([-1, 1]);
    expect([range.minimum[0], range.maximum[0]]).toEqual([0.338, 10]);
    expect(range.minimum.every((low, at) => low < range.maximum[at]!)).toBe(true);
  });
});
