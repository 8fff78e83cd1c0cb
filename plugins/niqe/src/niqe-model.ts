import { formatModelMetadata, GraphBuilder, type ModelMetadata, rawPixels } from '@framesieve/models';
import { arithmetic } from '@framesieve/nss';
import { citation } from './citation.ts';
import { modelDistance } from './distance-graph.ts';
import { blockFeatures } from './features-graph.ts';
import { blockSize, featureCount, kernelName, type NiqeParameters } from './niqe-parameters.ts';

/** Version of the computation; a change that moves a score is a new one. */
const version = '1.0.0';

const undefinedReason = `Too few of its blocks of ${blockSize}×${blockSize} pixels have texture enough for NIQE's features.`;

/** What is particular to one model. */
export type NiqeModelDetails = Pick<ModelMetadata, 'metric' | 'source' | 'licence' | 'provenance'>;

/** NIQE from pixels to score as an ONNX file: input `rgb`, uint8 `[N, H, W, 3]`; output `score`, float32 `[N]`. */
export function buildNiqeModel(parameters: NiqeParameters, details: NiqeModelDetails): Uint8Array {
  const graph = new GraphBuilder('niqe');
  const { features } = blockFeatures(graph, graph.input('rgb', 'uint8', ['N', 'H', 'W', 3]));
  const score = arithmetic(graph).toFloat32(modelDistance(graph, features, parameters));
  graph.output(score, 'score', 'float32', ['N']);
  const metadata = formatModelMetadata({
    ...details,
    direction: 'lower',
    range: [0, null],
    input: rawPixels([blockSize, blockSize]),
    output: { kind: 'scalar' },
    kernel: kernelName,
    undefinedReason,
    citation,
    version,
  });
  return graph.toModel({ opset: 17, metadata, producerVersion: version });
}

/** NIQE's features alone: outputs `features`, float64 `[N, blocks, 36]`, and `sharpness`, float64 `[N, blocks]`. */
export function buildFeaturesModel(): Uint8Array {
  const graph = new GraphBuilder('niqe-features');
  const blocks = blockFeatures(graph, graph.input('rgb', 'uint8', ['N', 'H', 'W', 3]));
  graph.output(blocks.features, 'features', 'float64', ['N', 'B', featureCount]);
  graph.output(blocks.sharpness, 'sharpness', 'float64', ['N', 'B']);
  return graph.toModel({ opset: 17, metadata: new Map(), producerVersion: version });
}
