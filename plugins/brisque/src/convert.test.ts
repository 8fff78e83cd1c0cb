import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversionRequest, KnownModel } from '@framesieve/core';
import { readModel, readModelMetadata } from '@framesieve/models';
import { createOnnxScorer } from '@framesieve/scorer';
import { texturedPicture } from '@framesieve/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpSvr, modelText, rangeText } from '../test/made-up-svr.ts';
import { openUtlive } from '../test/open-utlive.ts';
import { brisqueUtlive } from './brisque-family.ts';
import { convertBrisque, readSvrParameters } from './convert.ts';

const svr = madeUpSvr(2);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-brisque-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let written = 0;

function file(text: string): string {
  const path = join(folder, `${written++}`);
  writeFileSync(path, text);
  return path;
}

function convert(files: readonly string[], known: KnownModel | null = null) {
  const request: ConversionRequest = {
    id: 'brisque/tried',
    known,
    files,
    profile: null,
    precision: 'float32',
    signal: new AbortController().signal,
  };
  return convertBrisque(request);
}

describe('two files of libsvm', () => {
  it('give the regression that they hold, in either order', async () => {
    const [model, range] = [file(modelText(svr)), file(rangeText(svr))];
    expect(await readSvrParameters([model, range])).toEqual(svr);
    const converted = await convert([model, range]);
    expect(converted.notes).toEqual([]);
    expect(await convert([range, model])).toEqual(converted);
    await using scorer = await createOnnxScorer({ model: converted.model });
    const run = await openUtlive(svr);
    const picture = texturedPicture(120, 91);
    const [score] = await scorer.scoreImages([picture]);
    const [expected] = await run(picture);
    expect(Math.abs(score!.score! - expected!.score)).toBeLessThan(1e-4);
  });

  it('give a model that says what it was made as', async () => {
    const files = [file(modelText(svr)), file(rangeText(svr))];
    const { model } = await convert(files, brisqueUtlive);
    const { licence, citation, homepage, direction, range } = brisqueUtlive;
    expect(readModelMetadata(model)).toMatchObject({
      metric: 'brisque/tried',
      licence,
      citation,
      source: homepage,
      direction,
      range,
    });
    expect(readModel(model).trainingNodes).toEqual([]);
    const unknown = { licence: null, citation: null, source: null };
    expect(readModelMetadata((await convert(files)).model)).toMatchObject(unknown);
  });

  it('may leave out features that are 0, and end lines as Windows does', async () => {
    const sparse = { ...svr, supportVectors: svr.supportVectors.map((vector, i) => vector.with(i, 0)) };
    const files = [
      file(modelText(sparse).replaceAll('\n', '\r\n')),
      file(rangeText(svr).replaceAll('\n', '\r\n')),
    ];
    expect(await readSvrParameters(files)).toEqual(sparse);
  });
});

describe('other files', () => {
  const model = modelText(svr);
  const range = rangeText(svr);

  it.each<[string, string, string, string]>([
    ['two models', model, model, 'both given ones are models'],
    ['two files of ranges', range, range, 'neither of the given ones is a model of libsvm'],
    ['two texts', 'a', 'b', 'neither of the given ones is a model of libsvm'],
    ['a model and a text', model, 'ranges', 'is not a file of ranges of libsvm'],
    ['a classifier', model.replace('epsilon_svr', 'c_svc'), range, 'of type "c_svc"'],
    ['a linear kernel', model.replace('rbf', 'linear'), range, 'the kernel "linear"'],
    [
      'fewer support vectors than stated',
      model.replace('total_sv 20', 'total_sv 21'),
      range,
      'has 20 support vectors',
    ],
    ['a figure that is none', model.replace(/ 5:[-\d.e]+/, ' 5:nan'), range, 'feature 5 of support vector 1'],
    ['a 37th feature', model.trimEnd().concat(' 37:1\n'), range, 'has a feature 37 in support vector 20'],
    ['a range of a 37th feature', model, `${range}37 0 1\n`, 'has an index 37'],
    ['a feature without a range', model, range.replace(/\n36 .*\n$/, '\n'), 'gives feature 36 no range'],
    ['a feature that never changes', model, range.replace(/\n7 .*/, '\n7 1 1'), 'gives feature 7 no range'],
    ['a range that falls', model, range.replace(/\n7 .*/, '\n7 2 1'), 'has a range of feature 7 that falls'],
    ['other limits', model, rangeText(svr, '0 1'), 'scales features to 0 … 1; −1 … 1 is expected'],
    ['scaled scores too', model, `y\n-1 1\n0 100\n${range}`, 'scales what is predicted too'],
    ['nothing', model, '', 'is empty'],
  ])('(%s) are refused, and said what is wrong with them', async (_, one, two, problem) => {
    const files = [file(one), file(two)];
    const refusal = {
      code: 'model-invalid',
      message: expect.stringContaining(problem),
      hint: expect.stringMatching(/\w/),
    };
    await expect(convert(files)).rejects.toMatchObject(refusal);
    await expect(convert(files.toReversed())).rejects.toMatchObject(refusal);
  });

  it('that do not exist are named', async () => {
    const nowhere = join(folder, 'nowhere');
    await expect(convert([file(model), nowhere])).rejects.toMatchObject({
      code: 'model-invalid',
      message: `"${nowhere}" does not exist.`,
    });
  });

  it.each([
    [0, '0 were given'],
    [1, '1 was given'],
    [3, '3 were given'],
  ])('than two, %d, are too few or too many', async (count, problem) => {
    const files = [file(model), file(range), file(range)].slice(0, count);
    await expect(convert(files)).rejects.toMatchObject({
      code: 'usage',
      message: `A BRISQUE model is made from two files, a libsvm model and its ranges; ${problem}.`,
      hint: expect.stringContaining('allmodel and allrange'),
    });
  });
});
