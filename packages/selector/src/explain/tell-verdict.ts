import { rowOf } from '@framesieve/core';
import { poolSize } from '../picking/top-tier.ts';
import { createHashDistance } from '../rows/hash-distance.ts';
import type { FrameInSelection } from './explain-frame.ts';
import type { PlacedFrame, PreferredFrame, PreferredPick, Threshold, Verdict } from './frame-story.ts';

/** Frames exactly one gap apart are not too near. */
const toleranceSeconds = 1e-6;

/** What the selection made of the frame. */
export function tellVerdict(frame: FrameInSelection): Verdict {
  const { table, selection, row } = frame;
  const ordinal = table.ordinals[row]!;
  const pick = selection.picked.find(picked => picked.ordinal === ordinal);
  if (pick) return { kind: 'picked', pick };
  const rejection = selection.rejected.find(rejected => rejected.ordinal === ordinal);
  if (!rejection) return { kind: 'not-good-enough', top: topThreshold(frame), tooNear: tooNear(frame) };
  const { reason, inFavourOf } = rejection;
  if (inFavourOf === null) return { kind: 'rejected', reason, inFavourOf };
  const preferred = preferredTo(frame, inFavourOf);
  const takenOut = preferred ? null : takenOutBefore(frame, inFavourOf);
  return { kind: 'rejected', reason, inFavourOf: preferred, ...(takenOut && { takenOut }) };
}

/** The frame that another was passed over for, where it is no pick any more. */
function takenOutBefore(frame: FrameInSelection, ordinal: number): PreferredFrame | null {
  const row = rowOf(frame.table, ordinal);
  const { replaced = [] } = frame.selection;
  const isTakenOut = replaced.some(one => one.ordinal === ordinal && one.pick !== null);
  return row < 0 || !isTakenOut ? null : measured(frame, frame.placed(row));
}

/** The nearest pick within the gap, or else the best one that looks the same. */
function tooNear(frame: FrameInSelection): PreferredPick | null {
  const { minGapSeconds, maxHashDistance } = frame.selection.settings;
  // Picks that were added by hand stood against nothing.
  const selected = frame.picks.filter(({ tier }) => tier !== 'requested');
  const others = selected.flatMap(({ ordinal }) => preferredTo(frame, ordinal) ?? []);
  const nearest = others.toSorted((a, b) => a.distanceSeconds - b.distanceSeconds)[0];
  if (nearest && nearest.distanceSeconds < minGapSeconds - toleranceSeconds) return nearest;
  if (maxHashDistance === null) return null;
  return others.find(({ distanceBits }) => distanceBits <= maxHashDistance) ?? null;
}

function preferredTo(frame: FrameInSelection, ordinal: number): PreferredPick | null {
  const pick = frame.picks.find(picked => picked.ordinal === ordinal);
  return pick ? measured(frame, pick) : null;
}

/** A frame with its distances from that which is explained. */
function measured<Placed extends PlacedFrame>({ table, row }: FrameInSelection, other: Placed) {
  return {
    ...other,
    distanceSeconds: Math.abs(other.timeSeconds - table.timeSeconds[row]!),
    distanceBits: createHashDistance(table.perceptualHash)(row, rowOf(table, other.ordinal)),
  };
}

/** The last place among the candidates with which the top tier would have taken a frame. */
function topThreshold(frame: FrameInSelection): Threshold | null {
  const { table, selection, prepared, row, placed } = frame;
  const { count, percent } = selection.settings.top;
  const { candidates, order } = prepared;
  const place = candidates.indexOf(row) + 1;
  if (place === 0 || (count === null && percent === null)) return null;
  // What was taken out by hand was there when the tier was filled.
  const takenOut = (selection.replaced ?? []).flatMap(({ pick }) => pick ?? []);
  const top = [...selection.picked, ...takenOut].filter(({ tier }) => tier === 'top');
  const looked = Math.min(poolSize(percent, order.length), candidates.length);
  const isFull = count !== null && top.length >= count;
  const rows = new Set(top.map(({ ordinal }) => rowOf(table, ordinal)));
  const isTaken = (candidate: number, i: number) => i < place && rows.has(candidate);
  const needed = isFull ? candidates.findLastIndex(isTaken) + 1 : looked;
  const at = candidates[needed - 1];
  return { place, of: candidates.length, needed, score: at === undefined ? null : placed(at).score };
}
