import {
  correctPicks,
  type Pick,
  type PickOverrides,
  type RejectionReason,
  type ReplacedFrame,
  type RunRecord,
  type SelectionSettings,
} from '@framesieve/core';
import { changedCodes, type ReasonCodes, reasonOfCode } from './reason-codes.ts';

/** A selection that the page may ask about, with the corrections that it had when it was read. */
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
  /** Absent for one that is without corrections. */
  readonly replaced?: readonly ReplacedFrame[];
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

/** Corrects a selection, in place of how it was corrected when it was read. */
export function correctHeld(held: HeldSelection, overrides: PickOverrides): CorrectedSelection {
  const { settings, relaxed, picked, replaced = [], codes } = held;
  const concerned = new Set([
    ...replaced.map(({ ordinal }) => ordinal),
    ...overrides.added,
    ...overrides.removed,
  ]);
  const rejected = [...concerned].flatMap(ordinal => {
    const reason = reasonOfCode(codes[ordinal]);
    return reason ? [{ ordinal, reason, inFavourOf: null }] : [];
  });
  const corrected = correctPicks({ settings, relaxed, picked, replaced, rejected }, overrides);
  const reasons = new Map(corrected.rejected.map(({ ordinal, reason }) => [ordinal, reason]));
  const changes = new Map<number, RejectionReason | null>();
  for (const ordinal of concerned) {
    const reason = reasons.get(ordinal) ?? null;
    if (reason !== reasonOfCode(codes[ordinal])) changes.set(ordinal, reason);
  }
  return {
    picked: corrected.picked,
    codes: changes.size === 0 ? codes : changedCodes(codes, changes),
    overrides,
    changes,
  };
}

/** The key of a kept selection. */
export function keyOfStored(selectionId: number): string {
  return `stored-${selectionId}`;
}
