import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversionRequest, KnownModel } from '@framesieve/core';
import { readModelMetadata } from '@framesieve/models';
import { referenceFolder } from '@framesieve/testkit/shared';
import { type ArrayToWrite, encodeNpy, writeNpz } from '@framesieve/testkit/tensor-files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpParameters } from '../test/made-up-parameters.ts';
import { type MatMatrix, matBytes } from '../test/write-mat.ts';
import { convertNiqe } from './convert.ts';
import { niqeUtlive } from './niqe-family.ts';
import { featureCount } from './niqe-parameters.ts';
import { readParameters } from './read-parameters.ts';

const { mean, covariance } = madeUpParameters(2);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-niqe-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let written = 0;

async function npz(...tensors: readonly ArrayToWrite[]): Promise<string> {
  const path = join(folder, `${written++}.npz`);
  await writeNpz(path, tensors);
  return path;
}

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, `${written++} ${name}`);
  writeFileSync(path, bytes);
  return path;
}

const meanArray: ArrayToWrite = {
  name: 'mu_pris_param',
  shape: [1, featureCount],
  type: 'float64',
  values: mean,
};
const covarianceArray: ArrayToWrite = {
  name: 'cov_pris_param',
  shape: [featureCount, featureCount],
  type: 'float64',
  values: covariance,
};
const windowArray: ArrayToWrite = {
  name: 'gaussian_window',
  shape: [7, 7],
  type: 'float64',
  values: new Float64Array(49),
};
const meanMatrix: MatMatrix = { name: 'mu_prisparam', rows: 1, columns: featureCount, values: mean };
const covarianceMatrix: MatMatrix = {
  name: 'cov_prisparam',
  rows: featureCount,
  columns: featureCount,
  values: covariance,
};

function convert(files: readonly string[], known: KnownModel | null = null) {
  const request: ConversionRequest = {
    id: 'niqe/tried',
    known,
    files,
    profile: null,
    precision: 'float32',
    signal: new AbortController().signal,
  };
  return convertNiqe(request);
}

describe('a file of parameters', () => {
  it('gives the same model as .npz and as .mat, with the parameters in it', async () => {
    const { model, notes } = await convert([await npz(meanArray, covarianceArray)]);
    expect(notes).toEqual([]);
    expect(readParameters(model)).toEqual({ mean, covariance });
    const others = [
      await npz(windowArray, { ...covarianceArray, fortranOrder: true }, { ...meanArray, bigEndian: true }),
      file('parameters.mat', matBytes([meanMatrix, covarianceMatrix])),
      file('PARAMETERS.MAT', matBytes([{ ...meanMatrix, name: 'other' }, covarianceMatrix, meanMatrix])),
    ];
    for (const other of others) expect((await convert([other])).model).toEqual(model);
  });

  it('gives a model that says what it was made as', async () => {
    const path = await npz(meanArray, covarianceArray);
    const { model } = await convert([path], niqeUtlive);
    const { licence, citation, homepage } = niqeUtlive;
    const stated = { metric: 'niqe/tried', licence, citation, source: homepage, provenance: null };
    expect(readModelMetadata(model)).toMatchObject(stated);
    const unknown = { licence: null, citation, source: null };
    expect(readModelMetadata((await convert([path])).model)).toMatchObject(unknown);
  });
});

describe.skipIf(!referenceFolder())('the files of the authors and of others', () => {
  it('give the same model, byte for byte', async () => {
    const params = (name: string) => join(referenceFolder()!, 'params', name);
    const { model } = await convert([params('niqe_modelparameters.mat')], niqeUtlive);
    expect((await convert([params('niqe_pris_params.npz')], niqeUtlive)).model).toEqual(model);
  });
});

describe('another file', () => {
  const negative = covariance.with(0, -covariance[0]!);
  const lopsided = covariance.with(1, covariance[1]! + 0.1);

  it.each<[string, () => Promise<string> | string, string, string]>([
    ['no covariance', () => npz(meanArray), 'missing: cov_pris_param', 'belongs to this metric'],
    [
      'other names',
      () => npz({ ...meanArray, name: 'mu' }, covarianceArray),
      'missing: mu_pris_param; not expected: mu',
      'belongs to this metric',
    ],
    [
      'something else in it too',
      () => npz(meanArray, covarianceArray, { ...windowArray, name: 'weights' }),
      'not expected: weights',
      'belongs to this metric',
    ],
    [
      'a mean of another length',
      () => npz({ ...meanArray, shape: [1, 18], values: mean.slice(0, 18) }, covarianceArray),
      'mu_pris_param is [1, 18] instead of [1, 36]',
      'belongs to this metric',
    ],
    [
      'a covariance of another shape',
      () => npz(meanArray, { ...covarianceArray, shape: [18, 72] }),
      'cov_pris_param is [18, 72] instead of [36, 36]',
      'belongs to this metric',
    ],
    [
      'whole numbers',
      () => npz({ ...meanArray, type: 'int32', values: new Int32Array(featureCount) }, covarianceArray),
      'mu_pris_param is int32',
      'belongs to this metric',
    ],
    [
      'a figure that is none',
      () => npz({ ...meanArray, values: mean.with(7, NaN) }, covarianceArray),
      'not all finite',
      'damaged',
    ],
    [
      'a covariance that is not symmetric',
      () => npz(meanArray, { ...covarianceArray, values: lopsided }),
      'not symmetric',
      'damaged',
    ],
    [
      'a covariance that is not positive definite',
      () => npz(meanArray, { ...covarianceArray, values: negative }),
      'not positive definite',
      'more pictures',
    ],
    ['text', () => file('notes.txt', 'mu_pris_param = 1'), 'is text', '.npz'],
    ['one array', () => file('mean.npy', encodeNpy(meanArray)), 'a single array of NumPy', 'numpy.savez'],
    ['nothing', () => file('nothing.npz', ''), 'is empty', ''],
    ['no file at all', () => join(folder, 'nowhere.npz'), 'does not exist', 'path'],
    ['no file at all (.mat)', () => join(folder, 'nowhere.mat'), 'does not exist', 'path'],
    ['text called .mat', () => file('notes.mat', 'mu_prisparam = 1'), 'is not a MAT-file', ''],
    [
      'no matrices',
      () => file('empty.mat', matBytes([])),
      'the matrix mu_prisparam (1 × 36) is not in it',
      'no matrices',
    ],
    [
      'one of two matrices',
      () => file('half.mat', matBytes([meanMatrix, { ...covarianceMatrix, name: 'cov' }])),
      'the matrix cov_prisparam (36 × 36) is not in it',
      'mu_prisparam, cov',
    ],
    [
      'a matrix of another shape',
      () =>
        file('turned.mat', matBytes([{ ...meanMatrix, rows: featureCount, columns: 1 }, covarianceMatrix])),
      'the matrix mu_prisparam (1 × 36) has the shape [36,1]',
      'modelparameters.mat',
    ],
    [
      'an indefinite matrix',
      () => file('indefinite.mat', matBytes([meanMatrix, { ...covarianceMatrix, values: negative }])),
      'not positive definite',
      'more pictures',
    ],
  ])('with %s is refused, and said what is wrong with it', async (_, make, problem, hint) => {
    const path = await make();
    await expect(convert([path])).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining(problem),
      hint: expect.stringContaining(hint),
    });
    await expect(convert([path])).rejects.toThrow(`"${path}"`);
  });

  it('is one too many, or one too few', async () => {
    const path = await npz(meanArray, covarianceArray);
    for (const files of [[], [path, path]]) {
      await expect(convert(files)).rejects.toMatchObject({
        code: 'usage',
        message: `A NIQE model is made from one file of parameters, not from ${files.length}.`,
        hint: expect.stringContaining('modelparameters.mat'),
      });
    }
  });
});
