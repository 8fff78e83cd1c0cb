import type { GraphBuilder, Value } from '@framesieve/models';
import { arithmetic } from './arithmetic.ts';

/** Rows down and columns right by which a map is shifted against itself. */
export type Shift = readonly [rows: number, columns: number];

/** Products of float32 maps `[B, H, W]` with themselves shifted in a circle: one map for each shift. */
export function neighbourProducts(
  graph: GraphBuilder,
  map: Value,
  shifts: readonly Shift[],
): readonly Value[] {
  const { slice, concat, multiply } = arithmetic(graph);
  const roll = (value: Value, axis: number, by: number) =>
    by === 0 ? value : concat([slice(value, axis, -by), slice(value, axis, 0, -by)], axis);
  const columnsRolled = new Map<number, Value>();
  return shifts.map(([rows, columns]) => {
    const sideways = columnsRolled.get(columns) ?? roll(map, 2, columns);
    columnsRolled.set(columns, sideways);
    return multiply(map, roll(sideways, 1, rows));
  });
}
