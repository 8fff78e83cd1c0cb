import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ImageScorer, RgbImage } from '@framesieve/core';
import { readModel, readModelMetadata, selfTestPictures } from '@framesieve/models';
import { describeScorer } from '@framesieve/testkit';
import { referenceFolder, referencePictures } from '@framesieve/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkParameters } from './check-parameters.ts';
import { framesieveMetric } from './index.ts';
import { niqeFramesieve } from './niqe-family.ts';
import { buildNiqeModel } from './niqe-model.ts';
import { readParameters } from './read-parameters.ts';

const { supply, selfTest } = niqeFramesieve;
if (supply.kind !== 'bundled') throw new Error('niqe/framesieve comes with this package.');
const { file, sha256 } = supply;

const sizes = [
  [192, 192],
  [96, 96],
  [200, 150],
  [101, 297],
] as const;

describeScorer({ name: 'niqe/framesieve', factory: framesieveMetric, sizes });
describeScorer({
  name: 'niqe/framesieve by its graph',
  factory: {
    ...framesieveMetric,
    create: options => framesieveMetric.create({ ...options, kernel: 'onnx' }),
  },
  sizes,
});

let scorer: ImageScorer;
beforeAll(async () => {
  scorer = await framesieveMetric.create({ direction: null, device: 'cpu', threads: 2 });
});
afterAll(() => scorer[Symbol.asyncDispose]());

const scoreOf = async (picture: RgbImage) => (await scorer.scoreImages([picture]))[0]!.score!;

describe('the bundled model', () => {
  it('is the one that is known by name', async () => {
    const model = await readFile(file);
    expect(createHash('sha256').update(model).digest('hex')).toBe(sha256);
    expect(readModel(model).trainingNodes).toEqual([]);
    expect(() => checkParameters(readParameters(model), 'It')).not.toThrow();
  });

  it('is what is built of its parameters, byte for byte', async () => {
    const model = new Uint8Array(await readFile(file));
    const { metric, source, licence, provenance } = readModelMetadata(model);
    const details = { metric, source, licence, provenance };
    expect(Buffer.compare(buildNiqeModel(readParameters(model), details), model)).toBe(0);
  });

  it('says in the file what it was fitted to, and under which licence it is', async () => {
    const metadata = readModelMetadata(await readFile(file));
    const { id, licence, direction, range } = niqeFramesieve;
    expect(metadata).toMatchObject({ metric: id, licence, direction, range });
    const { pictures, patches, fittedTo } = JSON.parse(metadata.provenance!);
    expect(fittedTo).toHaveLength(pictures);
    expect(patches).toBeGreaterThan(360);
  });

  it('gives the self-test pictures the scores that are recorded', async () => {
    const options = { direction: null, device: 'cpu', threads: 2, kernel: 'onnx' } as const;
    await using graph = await framesieveMetric.create(options);
    for (const [i, picture] of selfTestPictures().entries()) {
      const [found] = await graph.scoreImages([picture]);
      expect(Math.abs(found!.score! - selfTest![i]!)).toBeLessThan(0.001);
      expect(Math.abs((await scoreOf(picture)) - selfTest![i]!)).toBeLessThan(0.002);
    }
  });
});

describe.skipIf(!referenceFolder())('on photographs', () => {
  it('is higher for distorted ones than for all that are not', async () => {
    const scores = new Map<string, number>();
    for (const { name, read } of referencePictures()) scores.set(name, await scoreOf(await read()));
    const undistorted = [...scores]
      .filter(([name]) => name.startsWith('calib_ref_'))
      .map(([, score]) => score);
    expect(undistorted.length).toBeGreaterThan(2);
    // White noise, blocks of JPEG, and heavy blur.
    for (const name of ['brisque_testimage1.png', 'calib_dist_I03.png', 'niqe_image2.png'])
      expect(scores.get(name)!, name).toBeGreaterThan(1.5 * Math.max(...undistorted));
  });
});
