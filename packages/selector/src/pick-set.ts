import type { PickTier, ScoreTable } from '@framesieve/core';
import { createHashDistance } from './hash-distance.ts';

/** How far apart picks have to be. */
export interface Spacing {
  readonly minGapSeconds: number;
  /** Most differing bits at which two frames are the same picture; `null` for no such rule. */
  readonly maxHashDistance: number | null;
}

/** Why a row can't be picked beside those that are picked. */
export interface Conflict {
  readonly reason: 'gap' | 'duplicate';
  /** Row of the pick it would be too near to. */
  readonly row: number;
}

/** Why a row was picked. */
export interface PickedRow {
  readonly row: number;
  readonly tier: PickTier;
  /** What the tier has to say about it. */
  readonly note: string;
}

// Times are quotients of ticks; frames exactly one gap apart must not conflict by the last bit of a division.
const toleranceSeconds = 1e-6;

/** The rows picked so far, and the rows that were passed over in favour of them. */
export class PickSet {
  readonly picked: PickedRow[] = [];
  readonly passedOver = new Map<number, Conflict>();
  readonly #timeSeconds: Float64Array;
  readonly #hashDistance: (a: number, b: number) => number;

  constructor(table: ScoreTable) {
    this.#timeSeconds = table.timeSeconds;
    this.#hashDistance = createHashDistance(table.perceptualHash);
  }

  has(row: number): boolean {
    return this.picked.some(pick => pick.row === row);
  }

  /** What stands against picking this row, if anything: the earliest pick in its way. */
  conflict(row: number, { minGapSeconds, maxHashDistance }: Spacing): Conflict | null {
    const time = this.#timeSeconds[row]!;
    const near = this.picked.find(
      pick => Math.abs(this.#timeSeconds[pick.row]! - time) < minGapSeconds - toleranceSeconds,
    );
    if (near) return { reason: 'gap', row: near.row };
    if (maxHashDistance === null) return null;
    const same = this.picked.find(pick => this.#hashDistance(pick.row, row) <= maxHashDistance);
    return same ? { reason: 'duplicate', row: same.row } : null;
  }

  /** Picks the row, unless something stands against it, which is then noted. */
  tryPick(candidate: PickedRow, spacing: Spacing): boolean {
    const conflict = this.conflict(candidate.row, spacing);
    if (conflict) {
      this.passedOver.set(candidate.row, conflict);
      return false;
    }
    this.passedOver.delete(candidate.row);
    this.picked.push(candidate);
    return true;
  }
}
