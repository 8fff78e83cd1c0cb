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
  readonly #rows = new Set<number>();
  readonly #timeSeconds: Float64Array;
  readonly #hashDistance: (a: number, b: number) => number;
  /** Picked rows by slot of the timeline, slots being one gap long, so that only neighbouring slots need a look. */
  #slots = new Map<number, number[]>();
  #slotSeconds = 0;

  constructor(table: ScoreTable) {
    this.#timeSeconds = table.timeSeconds;
    this.#hashDistance = createHashDistance(table.perceptualHash);
  }

  has(row: number): boolean {
    return this.#rows.has(row);
  }

  /** What stands against picking this row, if anything: the pick nearest in time, or the first that looks the same. */
  conflict(row: number, { minGapSeconds, maxHashDistance }: Spacing): Conflict | null {
    const near = minGapSeconds > 0 ? this.#nearest(row, minGapSeconds) : undefined;
    if (near !== undefined) return { reason: 'gap', row: near };
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
    this.#rows.add(candidate.row);
    if (this.#slotSeconds > 0) this.#enter(candidate.row);
    return true;
  }

  #nearest(row: number, minGapSeconds: number): number | undefined {
    if (minGapSeconds !== this.#slotSeconds) this.#divide(minGapSeconds);
    const slot = this.#slotOf(row);
    const distance = (other: number) => Math.abs(this.#timeSeconds[other]! - this.#timeSeconds[row]!);
    let nearest: number | undefined;
    for (let i = slot - 1; i <= slot + 1; i++) {
      for (const other of this.#slots.get(i) ?? []) {
        if (distance(other) >= minGapSeconds - toleranceSeconds) continue;
        if (nearest === undefined || distance(other) < distance(nearest)) nearest = other;
      }
    }
    return nearest;
  }

  #divide(slotSeconds: number): void {
    this.#slotSeconds = slotSeconds;
    this.#slots = new Map();
    for (const { row } of this.picked) this.#enter(row);
  }

  #enter(row: number): void {
    const slot = this.#slotOf(row);
    const rows = this.#slots.get(slot);
    if (rows) rows.push(row);
    else this.#slots.set(slot, [row]);
  }

  #slotOf(row: number): number {
    return Math.floor(this.#timeSeconds[row]! / this.#slotSeconds);
  }
}
