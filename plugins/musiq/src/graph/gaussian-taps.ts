import type { GraphBuilder, Value } from '@framesieve/models';
import { quotient } from './picture.ts';
import { countUp, inside, type Taps } from './taps.ts';

/** Reach of the kernel in samples of the input, also where the picture gets smaller. */
const radius = 1.5;

/** Most taps that fit into twice the radius, with one to spare for rounding. */
const tapCount = 5;

/**
 * TensorFlow's Gaussian resizing without antialiasing (`ScaleAndTranslate`): weights exp(-2 d²) of the samples nearer than
 * 1.5 samples, brought to the sum 1. Positions are rounded to float32 at each step as there: at distances of exactly 1.5 the
 * rounding decides whether a sample counts, and scores depend on it.
 */
export function gaussianTaps(graph: GraphBuilder, from: Value, to: Value): Taps {
  const op = (type: string, a: Value, b: Value) => graph.op(type, [a, b]);
  const half = graph.float32(0.5);
  const reach = graph.float32(radius);
  const step = quotient(graph, graph.float32(1), quotient(graph, to, from));
  const centre = op('Mul', op('Add', graph.cast(countUp(graph, to), 'float32'), half), step);
  const low = graph.op('Ceil', [op('Sub', op('Sub', centre, reach), half)]);
  const high = graph.op('Floor', [op('Sub', op('Add', centre, reach), half)]);
  const first = inside(graph, graph.cast(low, 'int64'), from);
  const last = inside(graph, graph.cast(high, 'int64'), from);

  const indices = Array.from({ length: tapCount }, (_, tap) => op('Add', first, graph.int64(tap)));
  const raw = indices.map(index => {
    const distance = graph.op('Abs', [op('Sub', op('Add', graph.cast(index, 'float32'), half), centre)]);
    const exponent = graph.cast(op('Mul', distance, distance), 'float64');
    const weight = graph.op('Exp', [op('Div', exponent, graph.float64(-0.5))]);
    const counts = op('And', op('Less', distance, reach), op('LessOrEqual', index, last));
    return graph.op('Where', [counts, graph.cast(weight, 'float32'), graph.float32(0)]);
  });
  const total = raw.reduce((sum, weight) => op('Add', sum, weight));
  const share = quotient(graph, graph.float32(1), total);
  return {
    indices: indices.map(index => inside(graph, index, from)),
    weights: raw.map(weight => op('Mul', weight, share)),
  };
}
