import type { FactColumns, OwnReason, ScoreTable } from '@framesieve/core';

/** A rule of rejection that looks at facts: it applies to a row where all of its tests do. */
export interface Rule {
  readonly reason: OwnReason;
  readonly tests: readonly FactTest[];
}

/** Compares one fact of a row with a limit; where either is unknown, the test doesn't apply. */
export interface FactTest {
  readonly fact: keyof FactColumns;
  /** On which side of the limit it applies. */
  readonly side: 'below' | 'above';
  /** What surrounds each row, NaN where that is unknown; `null` where the row is looked at alone. */
  readonly surroundings: Float32Array | null;
  /** The limit for each row, NaN where it is unknown, or the one for all. */
  readonly limits: Float32Array | number;
}

/** The limit of a test for a row; NaN where it is unknown. */
export function limitAt({ limits }: FactTest, row: number): number {
  return typeof limits === 'number' ? limits : limits[row]!;
}

/** Whether a row is on the wrong side of the limit of a test. */
export function isBeyond(test: FactTest, table: ScoreTable, row: number): boolean {
  const value = table[test.fact][row]!;
  const limit = limitAt(test, row);
  return test.side === 'below' ? value < limit : value > limit;
}
