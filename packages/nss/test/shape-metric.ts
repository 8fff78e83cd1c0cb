import { formatModelMetadata, GraphBuilder, rawPixels } from '@framesieve/models';
import { brisqueUtliveRules } from '../src/kernel/nss-rules.ts';
import { type NssMetricKernel, nssMetricKernel } from '../src/scorer/nss-metric-kernel.ts';
import type { ShapeParameters } from './shape-read-out.ts';

/** A metric for tests: the shape of MSCN values, times the model's one parameter. */
export function shapeKernel(readOut = new URL('./shape-read-out.ts', import.meta.url)): NssMetricKernel {
  return nssMetricKernel<ShapeParameters>({
    name: 'nss/shape@1',
    rules: brisqueUtliveRules,
    readOut,
    parameters(constant) {
      const factor = constant('shape.factor');
      return factor?.length === 1 ? { factor } : null;
    },
  });
}

/** What a model for tests is. */
export interface ShapeModel {
  readonly factor?: readonly number[];
  /** `null` for a file that names none. */
  readonly kernel?: string | null;
  readonly undefinedReason?: string | null;
}

/** A model file of the metric; its graph is none that anyone runs. */
export function shapeModel({
  factor = [2],
  kernel = 'nss/shape@1',
  undefinedReason = null,
}: ShapeModel = {}): Uint8Array {
  const graph = new GraphBuilder('shape');
  const rgb = graph.input('rgb', 'uint8', ['N', 'H', 'W', 3]);
  const values = graph.parameter('shape.factor', factor, [factor.length]);
  graph.output(graph.op('Add', [graph.cast(rgb, 'float64'), values]), 'score', 'float64', ['N']);
  const metadata = formatModelMetadata({
    metric: 'shape/tried',
    direction: 'higher',
    range: [0, null],
    input: rawPixels([16, 16]),
    output: { kind: 'scalar' },
    source: null,
    licence: null,
    version: '1.0.0',
    kernel,
    undefinedReason,
  });
  return graph.toModel({ opset: 17, metadata, producerVersion: '1' });
}
