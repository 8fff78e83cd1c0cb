import { type Pick, type Rejection, rowOf, type ScoreTable } from '@framesieve/core';

/** What a score curve shows. */
export interface ChartInput {
  readonly table: ScoreTable;
  /** In any order; frames that are not in the table are left out. */
  readonly picked: readonly Pick[];
  readonly rejected: readonly Rejection[];
}

/** A pick, and the row of the table that its frame has. */
export interface PickedRow {
  readonly pick: Pick;
  readonly row: number;
}

/** The picks whose frames are in the table, the best first. */
export function pickedRows({ table, picked }: ChartInput): readonly PickedRow[] {
  return picked
    .map(pick => ({ pick, row: rowOf(table, pick.ordinal) }))
    .filter(({ row }) => row >= 0)
    .toSorted((a, b) => a.pick.rank - b.pick.rank);
}
