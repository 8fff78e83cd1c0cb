import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ImageScorer, RgbImage } from '@framesieve/core';
import { readWholeFile, selfTestPictures } from '@framesieve/models';
import {
  referenceEdgeCases,
  referenceFolder,
  referencePictures,
  targetSpan,
} from '@framesieve/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScorer, ways } from '../test/open-scorer.ts';
import { type FoundScore, openUtlive } from '../test/open-utlive.ts';
import { brisqueUtlive } from './brisque-family.ts';
import { convertBrisque, readSvrParameters } from './convert.ts';

const folder = referenceFolder();
const files = ['allmodel', 'allrange'].map(name => join(folder ?? '', 'params', name));
const pictures = referencePictures().map(
  picture => [picture.name, { ...picture, read: once(picture.read) }] as const,
);
const edgeCases = referenceEdgeCases().map(edgeCase => [edgeCase.name, edgeCase] as const);

// They differ in the rounding of luma and of the window; the first is float32 throughout.
const implementations = [
  'brisque',
  'brisque_float64',
  'brisque_port_matlab',
  'brisque_port_matlab_flat_snapped_to_0',
];
// The regression adds terms of up to 1000 that cancel, and flat areas have a sign by rounding alone.
const widths = { width: 0.05, flatWidth: 0.5 };

describe.skipIf(!folder).each(ways)('brisque/utlive by the %s against other implementations', way => {
  let scorer: ImageScorer;
  const scores = new Map(
    pictures.map(([name, { read }]) => [
      name,
      once(async () => (await scorer.scoreImages([await read()]))[0]!.score!),
    ]),
  );
  const scoreOf = (name: string) => scores.get(name)!();
  beforeAll(async () => {
    const { model } = await convertBrisque({
      id: 'brisque/utlive',
      known: brisqueUtlive,
      files,
      profile: null,
      precision: 'float32',
      signal: new AbortController().signal,
    });
    scorer = await openScorer(model, way, 'utlive');
  });
  afterAll(() => scorer[Symbol.asyncDispose]());

  it('is made of the files that are pulled, and gives the self-test pictures the scores that are recorded', async () => {
    const read = await Promise.all(files.map(readWholeFile));
    const published = read.map(bytes => ({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
    expect(brisqueUtlive.supply).toMatchObject({ kind: 'published', files: published });
    const scores = await scorer.scoreImages(selfTestPictures());
    for (const [i, { score }] of scores.entries())
      expect(Math.abs(score! - brisqueUtlive.selfTest![i]!)).toBeLessThan(1e-3);
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

  // Measured by the graph: 1e-5, in flat pictures 6e-4.
  it.each(pictures)(
    'scores %s like a port of the release that takes flat areas for flat',
    async (name, picture) => {
      const difference = (await scoreOf(name)) - picture.scores.brisque_port_matlab_flat_snapped_to_0!;
      const [flat, other] = way === 'graph' ? [2e-3, 5e-5] : [picture.isFlat ? 0.5 : 0.02, 0.02];
      expect(Math.abs(difference)).toBeLessThanOrEqual(picture.flatShare > 0 ? flat! : other!);
    },
  );

  it.each(edgeCases)('has a score for %s, or none with the reason', async (name, { read, scores }) => {
    const [found] = await scorer.scoreImages([await read()]);
    if (name.startsWith('all_black') || name.startsWith('flat')) {
      expect(found).toEqual({ score: null, reason: expect.stringContaining('no texture') });
    } else {
      // In the flat half, pyiqa's window gives all values one sign.
      const tolerance = name.startsWith('left_half_flat') ? 6 : 0.1;
      expect(Math.abs(found!.score! - Number(scores.brisque_float64))).toBeLessThan(tolerance);
    }
  });
});

describe.skipIf(!folder)('the features by the graph', () => {
  let run: (...pictures: RgbImage[]) => Promise<readonly FoundScore[]>;
  beforeAll(async () => {
    run = await openUtlive(await readSvrParameters(files));
  });

  // These features are those of pyiqa, whose luma is rounded otherwise. Measured: 0.001, a step of the shapes, and 7e-5 where nothing is
  // flat, 0.0025 where less than 1 % is.
  it.each(pictures.filter(([, { isFlat }]) => !isFlat))('finds the features of %s', async (_, picture) => {
    const [found] = await run(await picture.read());
    const expected = picture.features.brisque_features_float64!;
    expect(found!.features).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) {
      const other = picture.flatShare === 0 ? 2e-4 : 5e-3;
      const tolerance = isShape(i) ? 0.0011 : other;
      expect(Math.abs(found!.features[i]! - value), `feature ${i}`).toBeLessThanOrEqual(tolerance);
    }
  });
});

/** What is made at the first call, for all others too. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}

/** Whether a feature is a shape: of the picture itself, or of its products with one of four neighbours. */
function isShape(feature: number): boolean {
  const withinScale = feature % 18;
  return withinScale === 0 || withinScale % 4 === 2;
}
