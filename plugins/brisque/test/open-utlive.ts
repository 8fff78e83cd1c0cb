import type { RgbImage } from '@framesieve/core';
import { openModel } from '@framesieve/scorer';
import { afterAll } from 'vitest';
import type { SvrParameters } from '../src/svr-graph.ts';
import { utliveGraph } from '../src/utlive-graph.ts';

/** What the graph makes of a picture. */
export interface FoundScore {
  readonly score: number;
  readonly features: readonly number[];
}

/** Opens the graph with its features until the last test has run; returns what runs it on pictures of one size. */
export async function openUtlive(
  svr: SvrParameters,
): Promise<(...pictures: RgbImage[]) => Promise<readonly FoundScore[]>> {
  const graph = utliveGraph(svr, { features: true });
  const bytes = graph.toModel({ opset: 17, metadata: new Map(), producerVersion: '0' });
  const model = await openModel(bytes, { device: 'cpu' });
  afterAll(() => model[Symbol.asyncDispose]());
  return async (...pictures) => {
    const { width, height } = pictures[0]!;
    const data = Uint8Array.from(pictures.flatMap(picture => Array.from(picture.data)));
    const rgb = { data, dimensions: [pictures.length, height, width, 3] };
    const { score, features } = await model.run({ rgb }, ['score', 'features']);
    const values = Array.from<number | bigint, number>(features.data, Number);
    const count = values.length / pictures.length;
    return pictures.map((_, i) => ({
      score: Number(score.data[i]),
      features: values.slice(i * count, (i + 1) * count),
    }));
  };
}
