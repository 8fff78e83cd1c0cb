import type { GraphBuilder, Value } from '@framesieve/models';
import { meanFactors, scaleFactors, shapes } from '../shape-table.ts';
import { arithmetic } from './arithmetic.ts';

/** The shape that fits best, and what follows from it; values of the shape of the ratio. */
export interface FittedShape {
  readonly shape: Value;
  /** √(Γ(1/s) / Γ(3/s)) */
  readonly scaleFactor: Value;
  /** Γ(2/s) / Γ(1/s) */
  readonly meanFactor: Value;
}

/** Midpoints of the ratios that one row of the table below holds. */
const rowLength = 100;

/**
 * Finds the shape whose ratio is closest to the given one: float64 `[B]`. The table is monotonic, so the closest one follows from
 * the midpoints of its neighbours that are passed; they are counted in two steps, rows first. NaN gives the first shape.
 *
 * @param table ratio of each shape, ascending or descending.
 */
export function fitShape(graph: GraphBuilder, ratio: Value, table: readonly number[]): FittedShape {
  const { add, multiply } = arithmetic(graph);
  const ascending = table.at(-1)! > table[0]!;
  const midpoints = shapes.slice(1).map((_, i) => (table[i]! + table[i + 1]!) / 2);
  const beyond = ascending ? Infinity : -Infinity;
  const rows = Math.ceil((midpoints.length + 1) / rowLength);
  const filled = Array.from({ length: rows * rowLength }, (_, i) => midpoints[i] ?? beyond);
  const lastOfRows = filled.filter((_, i) => i % rowLength === rowLength - 1);
  const column = graph.op('Unsqueeze', [ratio, graph.int64([1])]);
  const passed = (among: Value) => {
    const isPassed = graph.op(ascending ? 'Less' : 'Greater', [among, column]);
    const counts = graph.op('Cast', [isPassed], { to: 7 });
    return graph.op('ReduceSum', [counts, graph.int64([1])], { keepdims: 0 });
  };
  const row = passed(graph.float64(lastOfRows));
  const inRow = passed(graph.op('Gather', [graph.float64(filled, [rows, rowLength]), row]));
  const index = add(multiply(row, graph.int64(rowLength)), inRow);
  const look = (values: readonly number[]) => graph.op('Gather', [graph.float64(values), index]);
  return { shape: look(shapes), scaleFactor: look(scaleFactors), meanFactor: look(meanFactors) };
}
