import { GraphBuilder, type Value } from '@framesieve/models';
import { featureCount, regression, type SvrParameters } from '../src/svr-graph.ts';
import { aggdFeatures, moments, pairProducts } from './aggd-graph.ts';
import { cubicHalf, mscn } from './mscn-graph.ts';

/**
 * BRISQUE as OpenCV 4.6 computes it (module `quality`), from pixels to score: input `rgb`, uint8 `[N, H, W, 3]`,
 * output `score`, float32 `[N]`, not clamped. NaN where the fit is not defined, e.g. for a flat picture.
 *
 * Pictures are processed in float32 and in OpenCV's order of operations, because in flat areas it is the rounding that
 * decides which pixels count as negative, and scores would move by several points. The few numbers that they are
 * reduced to are float64.
 *
 * @param options.features adds the 36 unscaled features as an output, for tests.
 */
export function opencvGraph(parameters: SvrParameters, options: { features?: boolean } = {}): GraphBuilder {
  const graph = new GraphBuilder('brisque-opencv');
  const rgb = graph.input('rgb', 'uint8', ['N', 'H', 'W', 3]);
  const picture = gray(graph, rgb);
  const features = graph.op(
    'Concat',
    [scaleFeatures(graph, picture), scaleFeatures(graph, cubicHalf(graph, picture))],
    {
      axis: 1,
    },
  );
  graph.output(regression(graph, features, parameters), 'score', 'float32', ['N']);
  if (options.features) graph.output(features, 'features', 'float32', ['N', featureCount]);
  return graph;
}

/** 8-bit gray by OpenCV's 15-bit fixed point weights, then divided by 255: `[N, H, W, 3]` → `[N, 1, H, W]`. */
function gray(graph: GraphBuilder, rgb: Value): Value {
  // Weights and sums are multiples of 2^-15 below 2^8, so float32 holds them exactly.
  const shape = graph.op('Shape', [rgb]);
  const pixels = graph.op('Reshape', [graph.op('Cast', [rgb], { to: 1 }), graph.int64([-1, 3])]);
  const weights = graph.float32(
    [9798, 19_235, 3735].map(weight => weight / 2 ** 15),
    [3, 1],
  );
  const level = graph.op('Floor', [graph.op('Gemm', [pixels, weights, graph.float32([0.5])])]);
  const scaled = graph.op('Mul', [level, graph.float32(1 / 255)]);
  const count = graph.op('Slice', [shape, graph.int64([0]), graph.int64([1])]);
  const size = graph.op('Slice', [shape, graph.int64([1]), graph.int64([3])]);
  const target = graph.op('Concat', [count, graph.int64([1]), size], { axis: 0 });
  return graph.op('Reshape', [scaled, target]);
}

/** The 18 features of one scale: `[N, 1, H, W]` → `[N, 18]`. */
function scaleFeatures(graph: GraphBuilder, picture: Value): Value {
  const maps = pairProducts(graph, mscn(graph, picture));
  return aggdFeatures(graph, moments(graph, maps));
}
