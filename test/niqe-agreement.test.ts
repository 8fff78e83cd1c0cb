import type { RgbImage } from '@framesieve/core';
import { referencePictures } from '@framesieve/testkit/shared';
import { beforeAll, describe, expect, it } from 'vitest';
import { degradations } from './lib/degrade-picture.ts';
import { openPair } from './lib/metric-pairs.ts';
import { rankCorrelation } from './lib/rank-correlation.ts';

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
  const series: Series[] = [];

  beforeAll(async () => {
    // By the kernel: that its scores are those of the graphs is held elsewhere.
    await using framesieve = await openPair('niqe/framesieve');
    await using utlive = await openPair('niqe/utlive');
    const scoresOf = (picture: RgbImage) =>
      Promise.all(
        [framesieve, utlive].map(async ({ kernel }) => (await kernel.scoreImages([picture]))[0]!.score!),
      );
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

  it('ranks the pictures and their degraded copies alike: Spearman of at least 0.95', () => {
    const all = (by: 'framesieve' | 'utlive') => [
      ...series.filter(({ kind }) => kind === 'blur').map(one => one[by][0]!),
      ...series.flatMap(one => one[by].slice(1)),
    ];
    expect(all('utlive')).toHaveLength(pictures.length * 21);
    expect(rankCorrelation(all('framesieve'), all('utlive'))).toBeGreaterThanOrEqual(0.95);
  });

  it.each(['blur', 'noise'])('gets worse with each step of %s, at least 95 times in 100', kind => {
    const steps = series
      .filter(one => one.kind === kind && !distorted.includes(one.picture))
      .flatMap(({ framesieve }) => framesieve.slice(1).map((score, i) => score - framesieve[i]!));
    expect(steps).toHaveLength((pictures.length - distorted.length) * 5);
    expect(steps.filter(step => step > 0).length / steps.length).toBeGreaterThanOrEqual(0.95);
  });
});
