import type { GraphBuilder, Value } from '@framesieve/models';
import { quotient } from './picture.ts';
import { countUp, inside, type Taps } from './taps.ts';

/** Parameter of the kernel. */
const a = -0.75;

/**
 * Cubic convolution (Keys, 1981) with a = -0.75, half-pixel centres and repeated edges, without antialiasing: PyTorch's
 * `interpolate(mode='bicubic', align_corners=False)`, in float32.
 */
export function cubicTaps(graph: GraphBuilder, from: Value, to: Value): Taps {
  const add = (x: Value, y: Value) => graph.op('Add', [x, y]);
  const subtract = (x: Value, y: Value) => graph.op('Sub', [x, y]);
  const multiply = (x: Value, y: Value) => graph.op('Mul', [x, y]);
  const number = (value: number) => graph.float32(value);
  const step = quotient(graph, from, to);
  const positions = add(graph.cast(countUp(graph, to), 'float32'), number(0.5));
  const source = subtract(multiply(step, positions), number(0.5));
  const floor = graph.op('Floor', [source]);
  const t = subtract(source, floor);

  /** The kernel at distances d up to 1: ((a + 2) d - (a + 3)) d² + 1. */
  const near = (d: Value) =>
    add(multiply(multiply(subtract(multiply(number(a + 2), d), number(a + 3)), d), d), number(1));
  /** The kernel at distances from 1 to 2: ((a d - 5a) d + 8a) d - 4a. */
  const far = (d: Value) =>
    subtract(
      multiply(add(multiply(subtract(multiply(number(a), d), number(5 * a)), d), number(8 * a)), d),
      number(4 * a),
    );
  const base = graph.cast(floor, 'int64');
  return {
    indices: [-1, 0, 1, 2].map(tap => inside(graph, add(base, graph.int64(tap)), from)),
    weights: [far(add(t, number(1))), near(t), near(subtract(number(1), t)), far(subtract(number(2), t))],
  };
}
