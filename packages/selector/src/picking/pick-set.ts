import type { PickTier, ScoreTable } from '@framesieve/core';
import { HashIndex } from './hash-index.ts';

/** How far apart picks have to be, and how many may be near each other. */
export interface Spacing {
  readonly minGapSeconds: number;
  /** Most differing bits at which two frames are the same picture; `null` for no such rule. */
  readonly maxHashDistance: number | null;
  /** Most picks from one shot; `null` for no limit. */
  readonly maxPerShot: number | null;
}

/** Why a row can't be picked beside those that are picked. */
export interface Conflict {
  readonly reason: ConflictReason;
  /** Row of the pick that is preferred to it. */
  readonly row: number;
}

const conflictReasons = ['gap', 'duplicate', 'quota'] as const;
type ConflictReason = (typeof conflictReasons)[number];

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
  readonly #table: ScoreTable;
  readonly #shotOf: Uint32Array;
  readonly #isPicked: Uint8Array;
  /** One more than the row that each row was passed over for, and why; 0 for none. */
  readonly #preferred: Uint32Array;
  readonly #reasons: Uint8Array;
  /** Picked rows of each shot, in the order in which they were picked. */
  readonly #inShot = new Map<number, number[]>();
  /** Picked rows by slot of the timeline, slots being one gap long, so that only neighbouring slots need a look. */
  #slots = new Map<number, number[]>();
  #slotSeconds = 0;
  #hashes: HashIndex | null = null;

  /** @param shotOf the shot of each row. */
  constructor(table: ScoreTable, shotOf: Uint32Array) {
    const rows = table.ordinals.length;
    this.#table = table;
    this.#shotOf = shotOf;
    this.#isPicked = new Uint8Array(rows);
    this.#preferred = new Uint32Array(rows);
    this.#reasons = new Uint8Array(rows);
  }

  has(row: number): boolean {
    return this.#isPicked[row] === 1;
  }

  /** Why a row was passed over when it was last looked at; `null` if it wasn't, or was picked in the end. */
  passedOver(row: number): Conflict | null {
    const preferred = this.#preferred[row]!;
    if (preferred === 0 || this.has(row)) return null;
    return { reason: conflictReasons[this.#reasons[row]!]!, row: preferred - 1 };
  }

  /** Picks the row, unless something stands against it, which is then noted. */
  tryPick(row: number, tier: PickTier, note: () => string, spacing: Spacing): boolean {
    if (this.has(row)) return false;
    if (this.#isInTheWay(row, this.#nearest(row, spacing.minGapSeconds), 'gap')) return false;
    if (this.#isInTheWay(row, this.#alike(row, spacing.maxHashDistance), 'duplicate')) return false;
    if (this.#isInTheWay(row, this.#crowding(row, spacing.maxPerShot), 'quota')) return false;
    this.#enter(row, { row, tier, note: note() });
    return true;
  }

  #isInTheWay(row: number, preferred: number | undefined, reason: ConflictReason): boolean {
    if (preferred === undefined) return false;
    this.#preferred[row] = preferred + 1;
    this.#reasons[row] = conflictReasons.indexOf(reason);
    return true;
  }

  #enter(row: number, pick: PickedRow): void {
    this.picked.push(pick);
    this.#isPicked[row] = 1;
    this.#hashes?.add(row);
    append(this.#inShot, this.#shotOf[row]!, row);
    if (this.#slotSeconds > 0) append(this.#slots, this.#slotOf(row), row);
  }

  /** The pick nearest in time, if it is too near. */
  #nearest(row: number, minGapSeconds: number): number | undefined {
    if (minGapSeconds === 0) return undefined;
    if (minGapSeconds !== this.#slotSeconds) this.#divide(minGapSeconds);
    const { timeSeconds } = this.#table;
    const slot = this.#slotOf(row);
    const distance = (other: number) => Math.abs(timeSeconds[other]! - timeSeconds[row]!);
    let nearest: number | undefined;
    for (let i = slot - 1; i <= slot + 1; i++) {
      for (const other of this.#slots.get(i) ?? []) {
        if (distance(other) >= minGapSeconds - toleranceSeconds) continue;
        if (nearest === undefined || distance(other) < distance(nearest)) nearest = other;
      }
    }
    return nearest;
  }

  /** The first pick that looks the same. */
  #alike(row: number, maxHashDistance: number | null): number | undefined {
    if (maxHashDistance === null) return undefined;
    if (this.#hashes?.maxDistance !== maxHashDistance) {
      this.#hashes = new HashIndex(this.#table.perceptualHash, maxHashDistance);
      for (const pick of this.picked) this.#hashes.add(pick.row);
    }
    return this.#hashes.find(row);
  }

  /** The first pick of the row's shot, if the shot has as many as it may. */
  #crowding(row: number, maxPerShot: number | null): number | undefined {
    if (maxPerShot === null) return undefined;
    const rows = this.#inShot.get(this.#shotOf[row]!);
    return rows && rows.length >= maxPerShot ? rows[0] : undefined;
  }

  #divide(slotSeconds: number): void {
    this.#slotSeconds = slotSeconds;
    this.#slots = new Map();
    for (const { row } of this.picked) append(this.#slots, this.#slotOf(row), row);
  }

  #slotOf(row: number): number {
    return Math.floor(this.#table.timeSeconds[row]! / this.#slotSeconds);
  }
}

function append(map: Map<number, number[]>, key: number, row: number): void {
  const rows = map.get(key);
  if (rows) rows.push(row);
  else map.set(key, [row]);
}
