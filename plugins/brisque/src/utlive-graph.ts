import { GraphBuilder, type Value } from '@framesieve/models';
import {
  arithmetic,
  cropLike,
  fitAggd,
  fitGgd,
  halfSizeOfAny,
  localStatistics,
  matlabLuma,
  moments,
  neighbourProducts,
  padToBlocks,
  type Shift,
} from '@framesieve/nss';
import { featureCount, regression, type SvrParameters } from './svr-graph.ts';

/** Neighbours whose products are looked at, in the order of the authors' release; they wrap around. */
const shifts: readonly Shift[] = [
  [0, 1],
  [1, 0],
  [1, 1],
  [-1, 1],
];

/**
 * BRISQUE as its authors' MATLAB release computes it (A. Mittal, A. K. Moorthy and A. C. Bovik, 2012), from pixels to score: input
 * `rgb`, uint8 `[N, H, W, 3]`; output `score`, float32 `[N]`, not clamped. NaN where the fit is not defined, e.g. for a flat picture.
 * Luma by MATLAB's `rgb2gray`, zeros beyond the edges of the window, half size by MATLAB's `imresize` (cubic, antialiased).
 *
 * @param options.features adds the 36 unscaled features as an output, for tests.
 */
export function utliveGraph(parameters: SvrParameters, options: { features?: boolean } = {}): GraphBuilder {
  const graph = new GraphBuilder('brisque-utlive');
  const luma = matlabLuma(graph, graph.input('rgb', 'uint8', ['N', 'H', 'W', 3]));
  const features = arithmetic(graph).concat(
    [scaleFeatures(graph, luma), scaleFeatures(graph, halfSizeOfAny(graph, luma))],
    1,
  );
  graph.output(regression(graph, features, parameters), 'score', 'float32', ['N']);
  if (options.features) graph.output(features, 'features', 'float64', ['N', featureCount]);
  return graph;
}

/** The 18 features of one scale: float64 `[N, H, W]` → `[N, 18]`. */
function scaleFeatures(graph: GraphBuilder, map: Value): Value {
  const { multiply, concat } = arithmetic(graph);
  const { mscn } = localStatistics(graph, padToBlocks(graph, map), 'zero');
  const normalised = cropLike(graph, mscn, map);
  const own = fitGgd(graph, moments(graph, normalised));
  const columns = [own.shape, own.variance];
  for (const product of neighbourProducts(graph, normalised, shifts)) {
    const { shape, mean, leftDeviation, rightDeviation } = fitAggd(graph, moments(graph, product));
    const [left, right] = [leftDeviation, rightDeviation].map(value => multiply(value, value));
    columns.push(shape, mean, left!, right!);
  }
  return concat(
    columns.map(column => graph.op('Unsqueeze', [column, graph.int64([1])])),
    1,
  );
}
