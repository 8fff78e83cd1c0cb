import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ImageScorer, RgbImage } from '@framesieve/core';
import { GraphBuilder, openTensorFile, readWholeFile, selfTestPictures } from '@framesieve/models';
import { gaussianWindow, matlabLuma } from '@framesieve/nss';
import { openModel } from '@framesieve/scorer';
import {
  referenceEdgeCases,
  referenceFolder,
  referencePictures,
  targetSpan,
} from '@framesieve/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FoundFeatures, openFeatures } from '../test/open-features.ts';
import { openScorer, ways } from '../test/open-scorer.ts';
import { colorAt, mapPicture } from '../test/pictures.ts';
import { convertNiqe } from './convert.ts';
import { niqeUtlive } from './niqe-family.ts';
import { featureCount } from './niqe-parameters.ts';

const folder = referenceFolder();
const params = (name: string) => join(folder ?? '', 'params', name);
const pictures = referencePictures().map(
  picture => [picture.name, { ...picture, read: once(picture.read) }] as const,
);
const edgeCases = referenceEdgeCases().map(edgeCase => [edgeCase.name, edgeCase] as const);

// Implementations with double precision, which differ in the rounding of luma and of the window.
const implementations = [
  'niqe',
  'niqe_pyiqa_float64_input',
  'niqe_port_matlab',
  'niqe_port_matlab_flat_snapped_to_0',
];
// Flat areas have a sign by rounding alone.
const widths = { width: 0.005, flatWidth: 0.05 };

describe.skipIf(!folder).each(ways)('niqe/utlive by the %s against other implementations', way => {
  let scorer: ImageScorer;
  const scores = new Map(
    pictures.map(([name, { read }]) => [
      name,
      once(async () => (await scorer.scoreImages([await read()]))[0]!.score!),
    ]),
  );
  const scoreOf = (name: string) => scores.get(name)!();
  beforeAll(async () => {
    const { model } = await convertNiqe({
      id: 'niqe/utlive',
      known: niqeUtlive,
      files: [params('niqe_modelparameters.mat')],
      profile: null,
      precision: 'float32',
      signal: new AbortController().signal,
    });
    scorer = await openScorer(model, way);
  });
  afterAll(() => scorer[Symbol.asyncDispose]());

  it('is made of the file that is pulled, and gives the self-test pictures the scores that are recorded', async () => {
    const bytes = await readWholeFile(params('niqe_modelparameters.mat'));
    const published = { bytes: bytes.length, sha256: sha256(bytes) };
    expect(niqeUtlive.supply).toMatchObject({ kind: 'published', files: [published] });
    const scores = await scorer.scoreImages(selfTestPictures());
    for (const [i, { score }] of scores.entries())
      expect(Math.abs(score! - niqeUtlive.selfTest![i]!)).toBeLessThan(1e-3);
  });

  it('has pictures to compare', () => {
    expect(pictures.length).toBeGreaterThan(10);
    expect(edgeCases.length).toBeGreaterThan(5);
  });

  it.each(pictures)('scores %s within their span', async (name, picture) => {
    const score = await scoreOf(name);
    const [lowest, highest] = targetSpan(picture, implementations, widths);
    expect(score).toBeGreaterThanOrEqual(lowest);
    expect(score).toBeLessThanOrEqual(highest);
  });

  // Measured: 2e-6. Of the flat pictures one has a block that is left out whole here, while the release takes its shapes of 0.2 into
  // the mean; that makes 1.5e-3.
  it.each(pictures)(
    'scores %s like a port of the release that takes flat areas for flat',
    async (name, picture) => {
      const difference = (await scoreOf(name)) - picture.scores.niqe_port_matlab_flat_snapped_to_0!;
      const [flat, other] = way === 'graph' ? [5e-3, 1e-5] : [0.05, 0.002];
      expect(Math.abs(difference)).toBeLessThanOrEqual(picture.isFlat ? flat! : other!);
    },
  );

  it.each(edgeCases)('has a score for %s, or none with the reason', async (name, { read, scores }) => {
    const picture = await read();
    const [found] = await scorer.scoreImages([picture]);
    if (typeof scores.niqe === 'string') {
      expect(found).toEqual({ score: null, reason: expect.stringContaining('96×96') });
    } else if (name.startsWith('left_half_black')) {
      // The release takes the shapes of 0.2 of the black half into the mean, and comes to 88. Here the noise counts alone.
      const [alone] = await scorer.scoreImages([rightHalf(picture)]);
      expect(Math.abs(found!.score! - alone!.score!)).toBeLessThan(5);
    } else {
      // 0.09 where half of it is flat.
      expect(Math.abs(found!.score! - scores.niqe!)).toBeLessThan(0.1);
    }
  });
});

describe.skipIf(!folder)('the features by the graph', () => {
  let features: (picture: RgbImage) => Promise<FoundFeatures>;
  beforeAll(async () => {
    features = await openFeatures();
  });

  // These features are those of pyiqa, whose luma is rounded otherwise. Measured: 0.002 and 5e-4 where nothing is flat, 0.007 and
  // 0.003 where less than 1 % is. Shapes go in steps of 0.001.
  it.each(pictures.filter(([, { isFlat }]) => !isFlat))('finds the features of %s', async (_, picture) => {
    const { rows } = await features(await picture.read());
    const { niqe_first_block: firstBlock, niqe_mu_distparam: mean } = picture.features;
    const [shape, other] = picture.flatShare === 0 ? [0.0031, 1e-3] : [0.0101, 5e-3];
    for (let i = 0; i < featureCount; i++) {
      const tolerance = isShape(i) ? shape! : other!;
      expect(Math.abs(rows[0]![i]! - firstBlock![i]!), `feature ${i}`).toBeLessThanOrEqual(tolerance);
      const found = rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length;
      expect(Math.abs(found - mean![i]!), `mean of feature ${i}`).toBeLessThanOrEqual(tolerance);
    }
  });
});

describe.skipIf(!folder)('the parts of it', () => {
  it('are the window that others ship', async () => {
    await using file = await openTensorFile(params('niqe_pris_params.npz'));
    const window = await file.read('gaussian_window');
    const product = gaussianWindow.flatMap(down => gaussianWindow.map(across => down * across));
    for (const [i, value] of window.entries()) expect(Math.abs(value - product[i]!)).toBeLessThan(1e-16);
  });

  it('are the luma of MATLAB, bit for bit', async () => {
    const graph = new GraphBuilder('luma');
    const luma = matlabLuma(graph, graph.input('rgb', 'uint8', ['N', 'H', 'W', 3]));
    graph.output(luma, 'luma', 'float64', ['N', 'H', 'W']);
    await using model = await openModel(
      graph.toModel({ opset: 17, metadata: new Map(), producerVersion: '0' }),
    );
    for (const [name, { read, lumaSha256 }] of pictures) {
      const { width, height, data } = await read();
      const rgb = { data: Uint8Array.from(data), dimensions: [1, height, width, 3] };
      const { luma: plane } = await model.run({ rgb }, ['luma']);
      const levels = Uint8Array.from<number | bigint>(plane.data, Number);
      expect(sha256(levels), name).toBe(lumaSha256);
    }
  });
});

/** What is made at the first call, for all others too. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Whether a feature is a shape: of the block itself, or of its products with one of four neighbours. */
function isShape(feature: number): boolean {
  const withinScale = feature % 18;
  return withinScale === 0 || withinScale % 4 === 2;
}

function rightHalf(picture: RgbImage): RgbImage {
  const { width, height } = picture;
  return mapPicture(width / 2, height, (x, y) => colorAt(picture, width / 2 + x, y));
}
