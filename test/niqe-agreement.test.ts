import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RgbImage } from '@framesieve/core';
import { niqeFamily } from '@framesieve/plugin-niqe';
import { createOnnxScorer, type OnnxScorer } from '@framesieve/scorer';
import { referenceFolder, referencePictures } from '@framesieve/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { degradations } from './lib/degrade-picture.ts';

const pictures = referencePictures();

// Those that are distorted already get better by what covers that up: blur takes noise away.
const distorted = ['brisque_testimage1.png', 'calib_dist_I03.png', 'calib_dist_I19.png', 'niqe_image2.png'];

/** Scores of one picture by both models, undistorted and then by increasing strength. */
interface Series {
  readonly picture: string;
  readonly kind: string;
  readonly framesieve: readonly number[];
  readonly utlive: readonly number[];
}

describe.skipIf(pictures.length === 0)('niqe/framesieve against niqe/utlive', () => {
  const scorers: { framesieve?: OnnxScorer; utlive?: OnnxScorer } = {};
  const series: Series[] = [];

  const scoresOf = async (picture: RgbImage) => {
    const both = [scorers.framesieve!, scorers.utlive!];
    return Promise.all(both.map(async scorer => (await scorer.scoreImages([picture]))[0]!.score!));
  };

  beforeAll(async () => {
    const [bundled] = niqeFamily.models;
    if (bundled?.supply.kind !== 'bundled') throw new Error('niqe/framesieve is not bundled.');
    scorers.framesieve = await createOnnxScorer({ model: readFileSync(bundled.supply.file) });
    const { model } = await niqeFamily.convert({
      id: 'niqe/utlive',
      known: null,
      files: [join(referenceFolder()!, 'params', 'niqe_modelparameters.mat')],
      profile: null,
      precision: 'float32',
      signal: new AbortController().signal,
    });
    scorers.utlive = await createOnnxScorer({ model });
    for (const { name, read } of pictures) {
      const picture = await read();
      const clean = await scoresOf(picture);
      for (const { name: kind, strengths, apply } of degradations) {
        const steps = [clean];
        for (const strength of strengths) steps.push(await scoresOf(await apply(picture, strength)));
        series.push({
          picture: name,
          kind,
          framesieve: steps.map(([score]) => score!),
          utlive: steps.map(([, score]) => score!),
        });
      }
    }
  }, 300_000);
  afterAll(async () => {
    for (const scorer of Object.values(scorers)) await scorer[Symbol.asyncDispose]();
  });

  it('ranks the pictures and their degraded copies alike: Spearman of at least 0.95', () => {
    const all = (by: 'framesieve' | 'utlive') => [
      ...series.filter(({ kind }) => kind === 'blur').map(one => one[by][0]!),
      ...series.flatMap(one => one[by].slice(1)),
    ];
    expect(all('utlive')).toHaveLength(pictures.length * 21);
    expect(spearman(all('framesieve'), all('utlive'))).toBeGreaterThanOrEqual(0.95);
  });

  it.each(['blur', 'noise'])('gets worse with each step of %s, in at least 95 %% of the steps', kind => {
    const steps = series
      .filter(one => one.kind === kind && !distorted.includes(one.picture))
      .flatMap(({ framesieve }) => framesieve.slice(1).map((score, i) => score - framesieve[i]!));
    expect(steps).toHaveLength((pictures.length - distorted.length) * 5);
    expect(steps.filter(step => step > 0).length / steps.length).toBeGreaterThanOrEqual(0.95);
  });
});

/** Spearman's rank correlation of numbers without ties. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]) => {
    const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!);
    const rank = new Array<number>(values.length);
    for (const [place, i] of order.entries()) rank[i] = place;
    return rank;
  };
  const [x, y] = [ranks(a), ranks(b)];
  const n = a.length;
  const squares = x.reduce((sum, rank, i) => sum + (rank - y[i]!) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}
