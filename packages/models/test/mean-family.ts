import { readFile } from 'node:fs/promises';
import { FrameSieveError, type KnownModel, type ModelFamily, type PublishedFile } from '@framesieve/core';
import { formatModelMetadata, GraphBuilder, rawPixels } from '../src/index.ts';

/** The mean of all samples times a factor, as an ONNX file: a metric that is quickly made and told apart. */
export function meanModel(factor: number, metric: string | null = null): Uint8Array {
  const graph = new GraphBuilder('mean');
  const pixels = graph.op('Cast', [graph.input('rgb', 'uint8', ['N', 'H', 'W', 3])], { to: 1 });
  const mean = graph.op('ReduceMean', [pixels], { axes: [1, 2, 3], keepdims: 0 });
  graph.output(graph.op('Mul', [mean, graph.float32(factor)]), 'score', 'float32', ['N']);
  const metadata = formatModelMetadata({
    metric,
    direction: 'higher',
    range: [0, null],
    input: rawPixels(),
    output: { kind: 'scalar' },
    source: null,
    licence: 'Apache-2.0',
    version: '1',
  });
  return graph.toModel({ opset: 17, metadata, producerVersion: '1' });
}

/** A family whose parameters are a text file with the factor. */
export function meanFamily(models: readonly KnownModel[]): ModelFamily {
  return {
    name: 'mean',
    models,
    accepts: 'a text file with a number',
    profiles: ['plain', 'doubled'],
    precisions: ['float32'],
    async convert({ id, files, profile }) {
      const factor = Number(await readFile(files[0]!, 'utf8'));
      if (!Number.isFinite(factor)) {
        throw new FrameSieveError({
          code: 'model-invalid',
          message: `"${files[0]}" holds no number.`,
          hint: 'Write one.',
        });
      }
      const model = meanModel(profile === 'doubled' ? 2 * factor : factor, id);
      return { model, notes: [`The factor is ${factor}.`] };
    },
    async fit({ id, pictures, signal }) {
      const fitted = [];
      for await (const { name } of pictures) {
        signal.throwIfAborted();
        fitted.push({ name, samples: 1, leftOut: null });
      }
      return { model: meanModel(fitted.length, id), notes: [], pictures: fitted };
    },
  };
}

/** A known model of that family, published at an address. */
export function publishedMean(file: PublishedFile, selfTest: KnownModel['selfTest'] = null): KnownModel {
  return {
    id: 'mean/published',
    summary: 'Mean of all samples',
    direction: 'higher',
    range: [0, null],
    licence: 'Apache-2.0',
    citation: 'Nobody, "Nothing", 2026',
    homepage: 'https://example.org/mean',
    supply: { kind: 'published', files: [file] },
    selfTest,
  };
}
