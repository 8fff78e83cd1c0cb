import type { GraphBuilder, Value } from '@framesieve/models';

/** Gaussian window of 7 samples with standard deviation 7/6, normalised, as float32. */
const window = (() => {
  const weights = Array.from({ length: 7 }, (_, i) => Math.exp(-0.5 * ((i - 3) / (7 / 6)) ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => Math.fround(weight / sum));
})();

/**
 * Mean-subtracted, contrast-normalised luma: (x − µ) / (σ + 1/255), `[N, 1, H, W]` → `[N, 1, H, W]`. Where rounding makes
 * the variance negative, OpenCV's NaN is counted as 0 in all that follows; so it is here.
 */
export function mscn(graph: GraphBuilder, picture: Value): Value {
  const both = graph.op('Concat', [picture, graph.op('Mul', [picture, picture])], { axis: 1 });
  const [mean, meanSquare] = graph.ops('Split', [blur(graph, both)], 2, { axis: 1 });
  const variance = graph.op('Sub', [meanSquare!, graph.op('Mul', [mean!, mean!])]);
  const sigma = graph.op('Add', [graph.op('Sqrt', [variance]), graph.float32(1 / 255)]);
  const normalised = graph.op('Div', [graph.op('Sub', [picture, mean!]), sigma]);
  const negative = graph.op('Less', [variance, graph.float32(0)]);
  return graph.op('Where', [negative, graph.float32(0), normalised]);
}

/**
 * Gaussian blur of two maps, `[N, 2, H, W]`, edges repeated. Along rows the seven products are added from left to right,
 * along columns centre first and then pairs of equal weight, with fused multiply-add, as in OpenCV's filters. Two maps at once
 * because with two output channels the runtime multiplies matrices with exactly those operations.
 */
function blur(graph: GraphBuilder, maps: Value): Value {
  const zeros = window.map(() => 0);
  const alongRows = graph.float32([...window, ...zeros, ...zeros, ...window], [2, 2, 1, 7]);
  const wide = graph.op('Pad', [maps, graph.int64([0, 0, 0, 3, 0, 0, 0, 3])], { mode: 'edge' });
  const rows = graph.op('Conv', [wide, alongRows]);
  const high = graph.op('Pad', [rows, graph.int64([0, 0, 3, 0, 0, 0, 3, 0])], { mode: 'edge' });
  const shifted = (by: number) => {
    // Rows [3 + by, H + 3 + by) of the padded maps; an end counted from the back where it can.
    const end = by === 3 ? 2 ** 31 - 1 : by - 3;
    return graph.op('Slice', [high, graph.int64([3 + by]), graph.int64([end]), graph.int64([2])]);
  };
  const pairs = [1, 2, 3].map(by => graph.op('Add', [shifted(by), shifted(-by)]));
  const weights = window.slice(3);
  const alongColumns = [0, 1].flatMap(map =>
    weights.flatMap(weight => (map === 0 ? [weight, 0] : [0, weight])),
  );
  const stacked = graph.op('Concat', [rows, ...pairs], { axis: 1 });
  const flat = graph.op('Reshape', [stacked, graph.int64([0, 8, -1])]);
  const blurred = graph.op('MatMul', [graph.float32(alongColumns, [2, 8]), flat]);
  return graph.op('Reshape', [blurred, graph.op('Shape', [maps])]);
}

/**
 * Half the size, rounded down, by cubic interpolation with a = −0.75, edges repeated, no antialiasing: OpenCV's
 * `INTER_CUBIC`. `[N, 1, H, W]` → `[N, 1, ⌊H/2⌋, ⌊W/2⌋]`.
 */
export function cubicHalf(graph: GraphBuilder, picture: Value): Value {
  const shape = graph.op('Shape', [picture]);
  const along = (input: Value, axis: 2 | 3, order: 'forward' | 'backward') => {
    const size = graph.op('Gather', [shape, graph.int64(axis)]);
    const { indices, weights } = cubicTaps(graph, size, axis);
    const products = indices.map((index, tap) =>
      graph.op('Mul', [graph.op('Gather', [input, index], { axis }), weights[tap]!]),
    );
    const [first, ...rest] = order === 'forward' ? products : products.reverse();
    return rest.reduce((sum, product) => graph.op('Add', [sum, product]), first!);
  };
  return along(along(picture, 3, 'forward'), 2, 'backward');
}

/** For each output position, the four input positions (clamped to the picture) and their weights. */
function cubicTaps(graph: GraphBuilder, size: Value, axis: 2 | 3): { indices: Value[]; weights: Value[] } {
  const half = graph.op('Div', [size, graph.int64(2)]);
  const positions = graph.op('Cast', [graph.op('Range', [graph.int64(0), half, graph.int64(1)])], { to: 11 });
  const toDouble = (value: Value) => graph.op('Cast', [value], { to: 11 });
  const step = graph.op('Div', [toDouble(size), toDouble(half)]);
  const centre = graph.op('Mul', [graph.op('Add', [positions, graph.float64(0.5)]), step]);
  const source = graph.op('Cast', [graph.op('Sub', [centre, graph.float64(0.5)])], { to: 1 });
  const floor = graph.op('Floor', [source]);
  const x = graph.op('Sub', [source, floor]);
  const base = graph.op('Cast', [floor], { to: 7 });
  const last = graph.op('Sub', [size, graph.int64(1)]);
  const indices = [-1, 0, 1, 2].map(tap =>
    graph.op('Min', [graph.op('Max', [graph.op('Add', [base, graph.int64(tap)]), graph.int64(0)]), last]),
  );
  const constant = (value: number) => graph.float32(value);
  const add = (a: Value, b: Value) => graph.op('Add', [a, b]);
  const subtract = (a: Value, b: Value) => graph.op('Sub', [a, b]);
  const multiply = (a: Value, b: Value) => graph.op('Mul', [a, b]);
  const a = -0.75;
  const near = (t: Value) =>
    add(multiply(multiply(subtract(multiply(constant(a + 2), t), constant(a + 3)), t), t), constant(1));
  const u = add(x, constant(1));
  const outer = subtract(
    multiply(add(multiply(subtract(multiply(constant(a), u), constant(5 * a)), u), constant(8 * a)), u),
    constant(4 * a),
  );
  const inner = near(x);
  const next = near(subtract(constant(1), x));
  const rest = subtract(subtract(subtract(constant(1), outer), inner), next);
  // Along rows the weights already lie along the last axis; along columns they need one more.
  const shaped = (value: Value) => (axis === 3 ? value : graph.op('Unsqueeze', [value, graph.int64([1])]));
  return { indices, weights: [outer, inner, next, rest].map(shaped) };
}
