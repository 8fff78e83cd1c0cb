import type { FrameScore, RgbImage } from '@framesieve/core';
import { silentLogger } from '@framesieve/core';
import { flatPicture, frameFromRgb, rgbOfPictureFrame, texturedPicture } from '@framesieve/testkit';
import { referenceEdgeCases, referencePictures } from '@framesieve/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MetricPair, openPair, pairedMetrics } from './lib/metric-pairs.ts';

const pictures = referencePictures();
const edgeCases = referenceEdgeCases();

/**
 * The most by which the two may differ. In flat areas rounding decides which pixels count as negative. Shapes go in steps of
 * 0.001: where one is in the middle between two, rounding decides as well, which counts the more the fewer blocks there are.
 */
const tolerances = {
  niqe: { textured: 0.002, small: 0.01, flat: 0.05 },
  brisque: { textured: 0.02, small: 0.02, flat: 0.5 },
} as const;

function half(picture: RgbImage, level: number): RgbImage {
  const row = picture.width * 3;
  const data = picture.data.map((value, i) => (i % row < row / 2 ? level : value));
  return { ...picture, data };
}

const made: readonly (readonly [name: string, kind: 'small' | 'flat', picture: RgbImage])[] = [
  ['texture', 'small', texturedPicture(384, 288)],
  ['soft texture', 'small', texturedPicture(384, 288, 2, 0.2)],
  ['an odd size', 'small', texturedPicture(301, 203, 3)],
  ['one block', 'small', texturedPicture(96, 96, 4)],
  ['one block and a part', 'small', texturedPicture(150, 150, 5)],
  ['less than a block', 'small', texturedPicture(95, 96, 6)],
  ['the least of BRISQUE', 'small', texturedPicture(16, 17, 7)],
  ['too little of all', 'small', texturedPicture(15, 40, 8)],
  ['black', 'flat', flatPicture(192, 192, 0)],
  ['flat grey', 'flat', flatPicture(192, 192, 128)],
  ['a flat block', 'flat', flatPicture(96, 96, 200)],
  ['half black', 'flat', half(texturedPicture(384, 192, 9), 0)],
  ['half flat', 'flat', half(texturedPicture(384, 192, 10), 77)],
  [
    'two levels',
    'flat',
    { ...flatPicture(192, 192, 0), data: new Uint8Array(192 * 192 * 3).map((_, i) => i % 2) },
  ],
];

describe.each(pairedMetrics)('%s by the kernel and by its graph', id => {
  let pair: MetricPair;
  beforeAll(async () => {
    pair = await openPair(id);
  });
  afterAll(() => pair[Symbol.asyncDispose]());

  const tolerance = tolerances[id.startsWith('niqe') ? 'niqe' : 'brisque'];

  const both = async (picture: RgbImage) => {
    const [kernel] = await pair.kernel.scoreImages([picture]);
    const [graph] = await pair.graph.scoreImages([picture]);
    return { kernel: kernel!, graph: graph! };
  };
  const expectAgreement = ({ kernel, graph }: Awaited<ReturnType<typeof both>>, most: number) => {
    if (graph.score === null || kernel.score === null) {
      expect([kernel.score, graph.score]).toEqual([null, null]);
      // The graph's says what number it gave, too.
      expect(reasonOf(graph)).toContain(reasonOf(kernel).slice(0, -1));
    } else expect(Math.abs(kernel.score - graph.score)).toBeLessThanOrEqual(most);
  };

  it('are told apart', () => {
    expect(pair.graph.metric.kernel).toBe('onnx');
    expect(pair.kernel.metric.kernel).toMatch(/^nss/);
    const { kernel: _, implementation: __, ...same } = pair.graph.metric;
    expect(pair.kernel.metric).toMatchObject(same);
  });

  it.each(made)('agree on a picture of %s', async (_, kind, picture) => {
    expectAgreement(await both(picture), tolerance[kind]);
  });

  it.each(pictures.map(picture => [picture.name, picture] as const))('agree on %s', async (_, picture) => {
    const most = picture.isFlat ? tolerance.flat : tolerance.textured;
    expectAgreement(await both(await picture.read()), most);
  });

  it.each(edgeCases.map(edgeCase => [edgeCase.name, edgeCase] as const))(
    'agree on the edge case %s, or neither has a score',
    async (_, edgeCase) => {
      expectAgreement(await both(await edgeCase.read()), tolerance.flat);
    },
  );

  it('are the same for a frame as for its picture, bit by bit by the kernel', async () => {
    const picture = texturedPicture(320, 240, 11);
    const [expected] = await pair.kernel.scoreImages([picture]);
    const context = {
      signal: new AbortController().signal,
      logger: silentLogger,
      rgb: rgbOfPictureFrame,
    };
    expect(await pair.kernel.score([frameFromRgb(picture)], context)).toEqual([expected]);
  });
});

function reasonOf(score: FrameScore): string {
  return score.score === null ? score.reason : '';
}
