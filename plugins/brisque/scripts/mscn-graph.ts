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

/** Samples that one row of the matrix product below yields. */
const block = 16;

/**
 * Gaussian blur of two maps, `[N, 2, H, W]`, edges repeated. Along rows the seven products are added from left to right,
 * along columns the centre first and then the sums of pairs of equal weight, with fused multiply-add: OpenCV's filters do
 * so. Both are written as matrix products, because those are computed with exactly these operations.
 */
function blur(graph: GraphBuilder, maps: Value): Value {
  return blurColumns(graph, blurRows(graph, maps));
}

function blurRows(graph: GraphBuilder, maps: Value): Value {
  const shape = graph.op('Shape', [maps]);
  const rows = graph.op('Slice', [shape, graph.int64([0]), graph.int64([3])]);
  const width = graph.op('Slice', [shape, graph.int64([3]), graph.int64([4])]);
  // Behind the three repeated samples, enough of anything to fill the last block and the one that is read beyond it.
  const wide = graph.op('Pad', [maps, graph.int64([0, 0, 0, 3, 0, 0, 0, 3])], { mode: 'edge' });
  const blocks = graph.op('Div', [graph.op('Add', [width, graph.int64([block - 1])]), graph.int64([block])]);
  const whole = graph.op('Mul', [graph.op('Add', [blocks, graph.int64([1])]), graph.int64([block])]);
  const missing = graph.op('Sub', [whole, graph.op('Add', [width, graph.int64([6])])]);
  const filled = graph.op('Pad', [
    wide,
    graph.op('Concat', [graph.int64([0, 0, 0, 0, 0, 0, 0]), missing], { axis: 0 }),
  ]);
  const blocked = graph.op('Reshape', [
    filled,
    graph.op('Concat', [rows, graph.int64([-1, block])], { axis: 0 }),
  ]);
  const own = graph.op('Slice', [blocked, graph.int64([0]), graph.int64([-1]), graph.int64([3])]);
  const next = graph.op('Slice', [
    blocked,
    graph.int64([1, 0]),
    graph.int64([2 ** 31 - 1, 6]),
    graph.int64([3, 4]),
  ]);
  const reach = graph.op('Concat', [own, next], { axis: 4 });
  // Column j of the matrix holds the window from row j on.
  const band = Array.from({ length: (block + 6) * block }, (_, i) => {
    const tap = Math.floor(i / block) - (i % block);
    return window[tap] ?? 0;
  });
  const blurred = graph.op('MatMul', [reach, graph.float32(band, [block + 6, block])]);
  const joined = graph.op('Reshape', [blurred, graph.op('Concat', [rows, graph.int64([-1])], { axis: 0 })]);
  return graph.op('Slice', [joined, graph.int64([0]), width, graph.int64([3])]);
}

function blurColumns(graph: GraphBuilder, maps: Value): Value {
  const high = graph.op('Pad', [maps, graph.int64([0, 0, 3, 0, 0, 0, 3, 0])], { mode: 'edge' });
  // For each map four sums of rows at distances 0 … 3; sums of two are rounded once, however they are computed.
  const taps = [-3, -2, -1, 0, 1, 2, 3];
  const sums = [0, 1, 2, 3].flatMap(distance => taps.map(row => (Math.abs(row) === distance ? 1 : 0)));
  const pairs = graph.op('Conv', [high, graph.float32([...sums, ...sums], [8, 1, 7, 1])], { group: 2 });
  const flat = graph.op('Reshape', [pairs, graph.int64([0, 8, -1])]);
  const centre = window.slice(3);
  const zeros = centre.map(() => 0);
  const weights = graph.float32([...centre, ...zeros, ...zeros, ...centre], [2, 8]);
  return graph.op('Reshape', [graph.op('MatMul', [weights, flat]), graph.op('Shape', [maps])]);
}

/**
 * Half the size, rounded down, by cubic interpolation with a = −0.75, edges repeated, no antialiasing: OpenCV's
 * `INTER_CUBIC`. `[N, 1, H, W]` → `[N, 1, ⌊H/2⌋, ⌊W/2⌋]`.
 */
export function cubicHalf(graph: GraphBuilder, picture: Value): Value {
  // Whole rows are gathered fast, single samples are not: hence the columns are turned into rows and back.
  const turned = graph.op('Transpose', [picture], { perm: [0, 1, 3, 2] });
  const narrow = halfRows(graph, turned, 'forward');
  return halfRows(graph, graph.op('Transpose', [narrow], { perm: [0, 1, 3, 2] }), 'backward');
}

/** Halves the number of rows. OpenCV adds the four products from the first on along rows, from the last on along columns. */
function halfRows(graph: GraphBuilder, input: Value, order: 'forward' | 'backward'): Value {
  const size = graph.op('Gather', [graph.op('Shape', [input]), graph.int64(2)]);
  const { indices, weights } = cubicTaps(graph, size);
  const products = indices.map((index, tap) =>
    graph.op('Mul', [graph.op('Gather', [input, index], { axis: 2 }), weights[tap]!]),
  );
  const [first, ...rest] = order === 'forward' ? products : products.reverse();
  return rest.reduce((sum, product) => graph.op('Add', [sum, product]), first!);
}

/** For each output position, the four input positions (clamped to the picture) and their weights. */
function cubicTaps(graph: GraphBuilder, size: Value): { indices: Value[]; weights: Value[] } {
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
  const column = (value: Value) => graph.op('Unsqueeze', [value, graph.int64([1])]);
  return { indices, weights: [outer, inner, next, rest].map(column) };
}
