import {
  isOwnReason,
  type OwnReason,
  type Rejection,
  type RejectionReason,
  type ScoreTable,
} from '@framesieve/core';
import type { RowsByColumn } from './timeline.ts';

/** What reasons mean, for a person, in the order in which they are listed. */
export const reasonTexts: Readonly<Record<RejectionReason, string>> = {
  unscorable: 'the metric has no score for it',
  black: 'next to no light',
  white: 'next to no shade',
  flat: 'one even tone',
  damaged: 'damaged, or unlike what is before and after it',
  fade: 'in a fade from or to black or white',
  crossfade: 'in a cross-fade of two shots',
  card: 'a card of text or credits',
  blurred: 'blurred, compared with what surrounds it',
  noisy: 'noisy, compared with what surrounds it',
  blocky: 'coarsely compressed, compared with what surrounds it',
  underexposed: 'under-exposed, compared with what surrounds it',
  overexposed: 'over-exposed, compared with what surrounds it',
  gap: 'too close in time to a better one',
  duplicate: 'shows the same as a better one',
  quota: 'its shot has enough better ones',
  removed: 'taken out by hand',
};

/** What was rejected in one column of a chart, for what it is. */
export interface RejectedColumn {
  /** The reason of most of these frames. */
  readonly reason: OwnReason;
  /** Part of all frames of the column, above 0 and up to 1. */
  readonly share: number;
}

/** Finds out what was rejected in each column; `null` for columns with nothing of the kind. */
export function rejectedColumns(
  { ordinals }: Pick<ScoreTable, 'ordinals'>,
  rejected: readonly Rejection[],
  { rows, starts }: RowsByColumn,
): readonly (RejectedColumn | null)[] {
  const reasons = new Map<number, OwnReason>();
  for (const { ordinal, reason } of rejected) if (isOwnReason(reason)) reasons.set(ordinal, reason);
  return Array.from({ length: starts.length - 1 }, (_, column) => {
    const counts = new Map<OwnReason, number>();
    const inColumn = rows.subarray(starts[column]!, starts[column + 1]!);
    for (const row of inColumn) {
      const reason = reasons.get(ordinals[row]!);
      if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    let total = 0;
    let most: OwnReason | null = null;
    for (const [reason, count] of counts) {
      total += count;
      if (most === null || count > counts.get(most)!) most = reason;
    }
    return most && { reason: most, share: total / inColumn.length };
  });
}

/** Neighbouring columns `[start, end)` of which at least half was rejected, for one reason. */
export interface RejectedStretch {
  readonly reason: OwnReason;
  readonly start: number;
  readonly end: number;
}

/** Joins columns of which at least half was rejected; columns without frames belong to what is before them. */
export function rejectedStretches(
  columns: readonly (RejectedColumn | null)[],
  { starts }: RowsByColumn,
): readonly RejectedStretch[] {
  const stretches: { reason: OwnReason; start: number; end: number }[] = [];
  let open: (typeof stretches)[number] | null = null;
  for (const [column, rejected] of columns.entries()) {
    const isEmpty = starts[column] === starts[column + 1];
    if (isEmpty && open) open.end = column + 1;
    if (isEmpty) continue;
    const reason = rejected && rejected.share >= 0.5 ? rejected.reason : null;
    if (open && open.reason === reason) open.end = column + 1;
    else if (reason === null) open = null;
    else {
      open = { reason, start: column, end: column + 1 };
      stretches.push(open);
    }
  }
  return stretches;
}
