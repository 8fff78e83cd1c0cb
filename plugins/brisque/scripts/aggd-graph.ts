import { float, type GraphBuilder, type Value } from '@framesieve/models';
import { gammaFunction } from '@framesieve/nss';

/** Sums over the pixels of each of five maps; each value is float64 `[N, 5]`. */
interface Moments {
  readonly pixels: Value;
  readonly negativeSquares: Value;
  readonly positiveSquares: Value;
  readonly negativeCount: Value;
  readonly positiveCount: Value;
  readonly absolute: Value;
}

/**
 * The map itself and its products with four neighbours: right, below, below right, above right; 0 beyond the edge.
 * `[N, 1, H, W]` → five maps `[N, 1, H, W + 1]`, the last column 0.
 */
export function pairProducts(graph: GraphBuilder, map: Value): readonly Value[] {
  // With a column of zeros between the rows, and zeros behind the last one, a neighbour is a fixed distance away.
  const padded = graph.op('Pad', [map, graph.int64([0, 0, 0, 0, 0, 0, 2, 1])]);
  const shape = graph.op('Shape', [padded]);
  const stride = graph.op('Slice', [shape, graph.int64([3]), graph.int64([4])]);
  const rows = graph.op('Sub', [
    graph.op('Slice', [shape, graph.int64([2]), graph.int64([3])]),
    graph.int64([2]),
  ]);
  const length = graph.op('Mul', [rows, stride]);
  const flat = graph.op('Reshape', [padded, graph.int64([0, 1, -1])]);
  const shifted = (by: Value) =>
    graph.op('Slice', [flat, by, graph.op('Add', [by, length]), graph.int64([2])]);
  const own = shifted(graph.int64([0]));
  const offset = (by: number) => graph.op('Add', [stride, graph.int64([by])]);
  const neighbours = [graph.int64([1]), stride, offset(1), offset(-1)].map(shifted);
  const target = graph.op('Concat', [graph.int64([0, 1, -1]), stride], { axis: 0 });
  return [own, ...neighbours.map(neighbour => graph.op('Mul', [own, neighbour]))].map(value =>
    graph.op('Reshape', [value, target]),
  );
}

/** Reduces five maps to what the fit needs. Rows are added in float32, their sums in float64. */
export function moments(graph: GraphBuilder, maps: readonly Value[]): Moments {
  const total = (rows: Value) =>
    graph.op('ReduceSum', [graph.op('Cast', [rows], { to: 11 }), graph.int64([1, 2])], { keepdims: 0 });
  const sum = (value: Value) => total(graph.op('ReduceSum', [value, graph.int64([3])], { keepdims: 0 }));
  const squares = (value: Value) => total(graph.op('ReduceSumSquare', [value], { axes: [3], keepdims: 0 }));
  const absolute = (value: Value) => total(graph.op('ReduceL1', [value], { axes: [3], keepdims: 0 }));
  // 1 where the value times `sign` is positive, else 0: no value that occurs is as small as 1e-30.
  const step = (value: Value, sign: 1 | -1) =>
    graph.op('HardSigmoid', [value], { alpha: float(sign * 1e30), beta: float(0) });
  const columns = maps.map(map => {
    const positiveSquares = squares(graph.op('Relu', [map]));
    return {
      positiveSquares,
      negativeSquares: graph.op('Sub', [squares(map), positiveSquares]),
      positiveCount: sum(step(map, 1)),
      negativeCount: sum(step(map, -1)),
      absolute: absolute(map),
    };
  });
  const join = (name: keyof (typeof columns)[number]) =>
    graph.op(
      'Concat',
      columns.map(column => graph.op('Unsqueeze', [column[name], graph.int64([1])])),
      { axis: 1 },
    );
  const shape = graph.op('Shape', [maps[0]!]);
  const at = (axis: number) => graph.op('Gather', [shape, graph.int64(axis)]);
  const pixels = graph.op('Mul', [at(2), graph.op('Sub', [at(3), graph.int64(1)])]);
  return {
    pixels: graph.op('Cast', [pixels], { to: 11 }),
    negativeSquares: join('negativeSquares'),
    positiveSquares: join('positiveSquares'),
    negativeCount: join('negativeCount'),
    positiveCount: join('positiveCount'),
    absolute: join('absolute'),
  };
}

/** The shapes that are tried, 0.2 … 10 in steps of 0.001, added up as OpenCV does, so with the same rounding. */
function shapeGrid(): readonly number[] {
  const grid: number[] = [];
  for (let shape = 0.2; shape < 10; shape += 0.001) grid.push(shape);
  return grid;
}

/**
 * Fits an asymmetric generalised Gaussian distribution to each of the five maps: 18 features of one scale, float32
 * `[N, 18]`: shape and mean variance of the map itself; then shape, mean, left and right variance of the four products.
 */
export function aggdFeatures(graph: GraphBuilder, sums: Moments): Value {
  const { pixels, negativeSquares, positiveSquares, negativeCount, positiveCount, absolute } = sums;
  const add = (a: Value, b: Value) => graph.op('Add', [a, b]);
  const multiply = (a: Value, b: Value) => graph.op('Mul', [a, b]);
  const divide = (a: Value, b: Value) => graph.op('Div', [a, b]);
  const one = graph.float64(1);
  const left = graph.op('Sqrt', [divide(negativeSquares, negativeCount)]);
  const right = graph.op('Sqrt', [divide(positiveSquares, positiveCount)]);
  const ratio = divide(left, right);
  const squaredRatio = multiply(ratio, ratio);
  const mean = divide(absolute, pixels);
  const r = divide(multiply(mean, mean), divide(add(negativeSquares, positiveSquares), pixels));
  const numerator = multiply(add(multiply(squaredRatio, ratio), one), add(ratio, one));
  const denominator = add(squaredRatio, one);
  const normalised = divide(multiply(r, numerator), multiply(denominator, denominator));

  const { shape, meanFactor } = fitShape(graph, normalised);
  const leftVariance = multiply(left, left);
  const rightVariance = multiply(right, right);
  const centre = multiply(graph.op('Sub', [right, left]), meanFactor);
  const variance = divide(add(leftVariance, rightVariance), graph.float64(2));
  const columns = (value: Value) => graph.ops('Split', [value], 5, { axis: 1 });
  const [shapes, centres, lefts, rights] = [shape, centre, leftVariance, rightVariance].map(columns);
  const ordered = [shapes![0]!, columns(variance)[0]!];
  for (let map = 1; map < 5; map++) ordered.push(shapes![map]!, centres![map]!, lefts![map]!, rights![map]!);
  return graph.op('Cast', [graph.op('Concat', ordered, { axis: 1 })], { to: 1 });
}

/**
 * Finds the shape whose ratio Γ(2/s)² / (Γ(1/s) Γ(3/s)) is closest. OpenCV tries the shapes from the smallest up and
 * stops before the first that is farther off than the one before it; where nothing compares (NaN), at the last.
 */
function fitShape(graph: GraphBuilder, normalised: Value): { shape: Value; meanFactor: Value } {
  const grid = shapeGrid();
  const ratios = grid.map(s => gammaFunction(2 / s) ** 2 / (gammaFunction(1 / s) * gammaFunction(3 / s)));
  const meanFactors = grid.map(s => {
    const scale = Math.sqrt(gammaFunction(1 / s)) / Math.sqrt(gammaFunction(3 / s));
    return (gammaFunction(2 / s) / gammaFunction(1 / s)) * scale;
  });
  const column = graph.op('Unsqueeze', [normalised, graph.int64([2])]);
  const off = graph.op('Abs', [graph.op('Sub', [column, graph.float64(ratios)])]);
  const axis = graph.int64([2]);
  const before = graph.op('Slice', [off, graph.int64([0]), graph.int64([-1]), axis]);
  const after = graph.op('Slice', [off, graph.int64([1]), graph.int64([grid.length]), axis]);
  const farther = graph.op('Cast', [graph.op('Greater', [after, before])], { to: 6 });
  // The end of the grid stops the search too.
  const stops = graph.op('Pad', [
    farther,
    graph.int64([0, 0, 0, 0, 0, 1]),
    graph.op('Cast', [graph.int64(1)], { to: 6 }),
  ]);
  const first = graph.op('ArgMax', [stops], { axis: 2, keepdims: 0 });
  return {
    shape: graph.op('Gather', [graph.float64(grid), first]),
    meanFactor: graph.op('Gather', [graph.float64(meanFactors), first]),
  };
}
