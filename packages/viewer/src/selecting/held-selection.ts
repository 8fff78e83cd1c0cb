import {
  correctPicks,
  type Pick,
  type PickOverrides,
  type RejectionReason,
  type RunRecord,
  type SelectionSettings,
} from '@framesieve/core';
import { changedCodes, type ReasonCodes } from './reason-codes.ts';

/** A selection that the page may ask about, as it is without corrections, or was when it was kept. */
export interface HeldSelection {
  readonly key: string;
  readonly source: 'stored' | 'preview' | 'default';
  /** Of a stored one. */
  readonly selectionId: number | null;
  readonly settings: SelectionSettings;
  /** Those that rank together, then the one that refines; at least one. */
  readonly runs: readonly RunRecord[];
  readonly picked: readonly Pick[];
  readonly codes: ReasonCodes;
  readonly relaxed: readonly string[];
  readonly elapsedMs: number;
}

/** Picks and rejections, corrected by hand. */
export interface CorrectedSelection {
  readonly picked: readonly Pick[];
  readonly codes: ReasonCodes;
  readonly overrides: PickOverrides;
  /** What corrections have changed of the rejections; `null` stands for none. */
  readonly changes: ReadonlyMap<number, RejectionReason | null>;
}

/** Corrects a selection. */
export function correctHeld(held: HeldSelection, overrides: PickOverrides): CorrectedSelection {
  const { settings, relaxed } = held;
  const uncorrected = { settings, relaxed, picked: held.picked, rejected: [] };
  const { picked, rejected } = correctPicks(uncorrected, overrides);
  const changes = new Map<number, RejectionReason | null>();
  for (const { ordinal } of picked) if ((held.codes[ordinal] ?? 0) !== 0) changes.set(ordinal, null);
  for (const { ordinal, reason } of rejected) changes.set(ordinal, reason);
  const codes = changes.size === 0 ? held.codes : changedCodes(held.codes, changes);
  return { picked, codes, overrides, changes };
}

/** The key of a kept selection. */
export function keyOfStored(selectionId: number): string {
  return `stored-${selectionId}`;
}
