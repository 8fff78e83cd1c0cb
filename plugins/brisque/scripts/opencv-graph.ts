import { GraphBuilder, type Value } from '@framesieve/models';
import { aggdFeatures, moments, pairProducts } from './aggd-graph.ts';
import { cubicHalf, mscn } from './mscn-graph.ts';
import { featureCount, type OpencvParameters } from './opencv-parameters.ts';

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
export function opencvGraph(
  parameters: OpencvParameters,
  options: { features?: boolean } = {},
): GraphBuilder {
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

/** Support vector regression with a radial basis function: features `[N, 36]` → score `[N]`. */
function regression(graph: GraphBuilder, features: Value, parameters: OpencvParameters): Value {
  const { minimum, maximum, supportVectors, coefficients, gamma, rho } = parameters;
  const scale = minimum.map((low, i) => 2 / (maximum[i]! - low));
  const double = graph.op('Cast', [features], { to: 11 });
  const above = graph.op('Sub', [double, graph.float64(minimum)]);
  const scaled = graph.op('Sub', [graph.op('Mul', [above, graph.float64(scale)]), graph.float64(1)]);
  const row = graph.op('Unsqueeze', [scaled, graph.int64([1])]);
  const vectors = graph.float64(supportVectors.flat(), [supportVectors.length, featureCount]);
  const difference = graph.op('Sub', [row, vectors]);
  const distance = graph.op('ReduceSum', [graph.op('Mul', [difference, difference]), graph.int64([2])], {
    keepdims: 0,
  });
  const kernel = graph.op('Exp', [graph.op('Mul', [distance, graph.float64(-gamma)])]);
  const weighted = graph.op('MatMul', [kernel, graph.float64(coefficients)]);
  return graph.op('Cast', [graph.op('Sub', [weighted, graph.float64(rho)])], { to: 1 });
}
