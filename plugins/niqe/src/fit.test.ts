import type { FitPicture, FittedPicture, RgbImage } from '@framesieve/core';
import { readModelMetadata } from '@framesieve/models';
import { createOnnxScorer } from '@framesieve/scorer';
import { flatPicture, texturedPicture } from '@framesieve/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFeatures } from '../test/open-features.ts';
import { checkParameters } from './check-parameters.ts';
import { choosePatches } from './choose-patches.ts';
import { fitNiqe } from './fit.ts';
import { fitGaussian } from './gaussian-fit.ts';
import { featureCount } from './niqe-parameters.ts';
import { readParameters } from './read-parameters.ts';

// 25 patches each, of which most are about as sharp as the sharpest.
const scenes: readonly FitPicture[] = Array.from({ length: 20 }, (_, i) => ({
  name: `scene ${i + 1}`,
  image: texturedPicture(480, 481, i + 1, 0.5 + i / 40),
}));

async function* each(pictures: readonly FitPicture[]): AsyncIterable<FitPicture> {
  yield* pictures;
}

function fit(pictures: readonly FitPicture[], onPicture?: (picture: FittedPicture) => void) {
  return fitNiqe({
    id: 'niqe/scenes',
    pictures: each(pictures),
    source: 'generated scenes',
    licence: 'CC0-1.0',
    signal: new AbortController().signal,
    ...(onPicture && { onPicture }),
  });
}

describe('a fit to pictures', () => {
  let fitted: Awaited<ReturnType<typeof fit>>;
  const reported: FittedPicture[] = [];
  beforeAll(async () => {
    fitted = await fit(scenes, picture => reported.push(picture));
  });

  it('gives the mean and the covariance of the sharp patches', async () => {
    const features = await openFeatures();
    const patches: Float64Array[] = [];
    for (const { image } of scenes) {
      const { rows, sharpness } = await features(image);
      const chosen = choosePatches(
        Float64Array.from(rows.flat()),
        Float64Array.from(sharpness),
        featureCount,
      );
      patches.push(...chosen);
    }
    const parameters = readParameters(fitted.model);
    expect(parameters).toEqual(fitGaussian(patches));
    expect(() => checkParameters(parameters, 'It')).not.toThrow();
    expect(fitted.notes).toEqual([`Fitted to ${patches.length} patches of 20 pictures.`]);
    expect(reported).toEqual(fitted.pictures);
    expect(fitted.pictures.reduce((sum, { samples }) => sum + samples, 0)).toBe(patches.length);
    expect(fitted.pictures.map(({ name }) => name)).toEqual(scenes.map(({ name }) => name));
  });

  it('says in the model what it was fitted to', () => {
    const metadata = readModelMetadata(fitted.model);
    expect(metadata).toMatchObject({
      metric: 'niqe/scenes',
      direction: 'lower',
      source: 'generated scenes',
      licence: 'CC0-1.0',
    });
    expect(JSON.parse(metadata.provenance!)).toEqual({
      fittedTo: fitted.pictures.map(({ name, samples }) => ({ name, patches: samples })),
      pictures: 20,
      patches: fitted.pictures.reduce((sum, { samples }) => sum + samples, 0),
    });
  });

  it('gives a model by which pictures of the same kind are better than others', async () => {
    await using scorer = await createOnnxScorer({ model: fitted.model });
    const score = async (image: RgbImage) => (await scorer.scoreImages([image]))[0]!.score!;
    const alike = await score(texturedPicture(480, 480, 101, 0.8));
    const noise = texturedPicture(480, 480, 101, 0.8);
    const blocky = { ...noise, data: noise.data.map((_, i) => noise.data[i - (i % 24)]!) };
    expect(alike).toBeGreaterThan(0);
    expect(await score(blocky)).toBeGreaterThan(2 * alike);
  });

  it('gives the same bytes for the same pictures, and others for others', async () => {
    expect((await fit(scenes)).model).toEqual(fitted.model);
    expect((await fit(scenes.toReversed())).model).not.toEqual(fitted.model);
  });

  it('leaves out pictures that are too small or flat, and says so', async () => {
    const { pictures, model, notes } = await fit([
      { name: 'small', image: texturedPicture(200, 95) },
      { name: 'flat', image: flatPicture(300, 300, 100) },
      ...scenes,
    ]);
    expect(pictures.slice(0, 2)).toEqual([
      { name: 'small', samples: 0, leftOut: 'It is 200×95 pixels; a patch is 96×96.' },
      { name: 'flat', samples: 0, leftOut: 'None of its patches has all features.' },
    ]);
    expect(pictures.slice(2)).toEqual(fitted.pictures);
    expect(pictures.slice(2).every(({ leftOut }) => leftOut === null)).toBe(true);
    expect(notes).toEqual(fitted.notes);
    expect(model).toEqual(fitted.model);
  });

  it('takes a picture of 16 bits as the nearest one of 8', async () => {
    const nearby = (level: number, i: number) => Math.min(65_535, Math.max(0, level * 257 + (i % 257) - 128));
    const deep = scenes.map(({ name, image }) => ({
      name,
      image: { ...image, data: Uint16Array.from(image.data, nearby) },
    }));
    expect((await fit(deep)).model).toEqual(fitted.model);
  });
});

describe('a fit that can not be made', () => {
  it.each([
    ['no pictures', [], 'The pictures give 0 sharp patches (0 of 0 give any)'],
    [
      'small pictures',
      [{ name: 'small', image: texturedPicture(95, 95) }],
      'The pictures give 0 sharp patches (0 of 1 give any)',
    ],
  ])('says that there are %s', async (_, pictures, problem) => {
    await expect(fit(pictures)).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining(problem),
      hint: expect.stringContaining('photographs'),
    });
  });

  it('says how many patches there are, and how many it takes', async () => {
    const message = expect.stringMatching(
      /^The pictures give \d\d sharp patches \(3 of 3 give any\); fitting takes at least 360\.$/,
    );
    await expect(fit(scenes.slice(0, 3))).rejects.toMatchObject({ code: 'model-invalid', message });
  });

  it('says so where all the patches are alike', async () => {
    const image = texturedPicture(96, 96);
    const same = Array.from({ length: 400 }, (_, i) => ({ name: `${i}`, image }));
    await expect(fit(same)).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining(
        'The pictures: the covariance of the NIQE features is not positive definite',
      ),
    });
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const work = fitNiqe({
      id: 'niqe/scenes',
      pictures: each(scenes),
      source: '',
      licence: null,
      signal: controller.signal,
      onPicture({ name }) {
        seen.push(name);
        if (seen.length === 2) controller.abort(new Error('Enough.'));
      },
    });
    await expect(work).rejects.toThrow('Enough.');
    expect(seen).toEqual(['scene 1', 'scene 2']);
  });
});
