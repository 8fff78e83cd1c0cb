import type { Connection } from './connection.ts';
import type { Schema } from './tables/schema.ts';

/** Rows of one statement: about a third of the time of a statement for each. */
const rowsAtOnce = 200;

/**
 * Inserts a row for each item; call it within a transaction.
 *
 * @param columns the columns that are given, in the order of what `values` returns.
 */
export function insertRows<Table extends keyof Schema, Item>(
  { sqlite }: Connection,
  table: Table,
  columns: readonly (keyof Schema[Table] & string)[],
  items: readonly Item[],
  values: (item: Item, position: number) => readonly (number | string | null)[],
): void {
  const prepare = (count: number) => {
    const placeholders = Array(count).fill(`(${columns.map(() => '?').join(', ')})`);
    return sqlite.prepare(`insert into ${table} (${columns.join(', ')}) values ${placeholders.join(', ')}`);
  };
  const insertFull = items.length < rowsAtOnce ? null : prepare(rowsAtOnce);
  for (let start = 0; start < items.length; start += rowsAtOnce) {
    const chunk = items.slice(start, start + rowsAtOnce);
    const insert = chunk.length === rowsAtOnce ? insertFull! : prepare(chunk.length);
    insert.run(chunk.flatMap((item, i) => values(item, start + i)));
  }
}
