import { formatModelMetadata, GraphBuilder } from '@framesieve/models';

const version = '1.0.0';

/** Weights of the 3×3 Laplacian, row by row. */
const laplacian = [0, 1, 0, 1, -4, 1, 0, 1, 0];

/** Weights of red, green and blue in luma (ITU-R BT.601). */
const luma = [0.299, 0.587, 0.114];

/**
 * Builds the model: variance of the Laplacian of luma (Pech-Pacheco et al., "Diatom autofocusing in brightfield
 * microscopy", ICPR 2000). Input `rgb`, float32 `[N, 3, H, W]` in 0 … 1; output `score`, float32 `[N]`.
 */
export function buildLaplacianModel(): Uint8Array {
  const graph = new GraphBuilder('sharpness-laplacian');
  const rgb = graph.input('rgb', 'float32', ['N', 3, 'H', 'W']);
  const kernel = luma.flatMap(weight => laplacian.map(value => weight * value));
  const edges = graph.op('Conv', [rgb, graph.float32(kernel, [1, 3, 3, 3])]);
  const mean = graph.op('ReduceMean', [edges], { axes: [1, 2, 3] });
  const distance = graph.op('Sub', [edges, mean]);
  const squares = graph.op('Mul', [distance, distance]);
  const variance = graph.op('ReduceMean', [squares], { axes: [1, 2, 3], keepdims: 0 });
  graph.output(variance, 'score', 'float32', ['N']);
  return graph.toModel({
    opset: 17,
    producerVersion: version,
    metadata: formatModelMetadata({
      metric: 'sharpness/laplacian',
      direction: 'higher',
      range: [0, null],
      input: {
        colorSpace: 'rgb',
        layout: 'NCHW',
        dtype: 'float32',
        valueRange: [0, 1],
        mean: null,
        std: null,
        resize: 'none',
        minimumSize: [3, 3],
        sizeMultiple: 1,
      },
      output: { kind: 'scalar' },
      source: 'FrameSieve, plugins/template-scorer',
      licence: 'Apache-2.0',
      version,
    }),
  });
}
