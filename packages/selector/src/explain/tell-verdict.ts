import { rowOf } from '@framesieve/core';
import { poolSize } from '../picking/top-tier.ts';
import { createHashDistance } from '../rows/hash-distance.ts';
import type { FrameInSelection } from './explain-frame.ts';
import type { PreferredPick, Threshold, Verdict } from './frame-story.ts';

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
  return {
    kind: 'rejected',
    reason,
    inFavourOf: inFavourOf === null ? null : preferredTo(frame, inFavourOf),
  };
}

/** The nearest pick within the gap, or else the best one that looks the same. */
function tooNear(frame: FrameInSelection): PreferredPick | null {
  const { minGapSeconds, maxHashDistance } = frame.selection.settings;
  const others = frame.picks.flatMap(({ ordinal }) => preferredTo(frame, ordinal) ?? []);
  const nearest = others.toSorted((a, b) => a.distanceSeconds - b.distanceSeconds)[0];
  if (nearest && nearest.distanceSeconds < minGapSeconds - toleranceSeconds) return nearest;
  if (maxHashDistance === null) return null;
  return others.find(({ distanceBits }) => distanceBits <= maxHashDistance) ?? null;
}

function preferredTo({ table, row, picks }: FrameInSelection, ordinal: number): PreferredPick | null {
  const pick = picks.find(picked => picked.ordinal === ordinal);
  if (!pick) return null;
  return {
    ...pick,
    distanceSeconds: Math.abs(pick.timeSeconds - table.timeSeconds[row]!),
    distanceBits: createHashDistance(table.perceptualHash)(row, rowOf(table, ordinal)),
  };
}

/** The last place among the candidates with which the top tier would have taken a frame. */
function topThreshold({ table, selection, prepared, row, placed }: FrameInSelection): Threshold | null {
  const { count, percent } = selection.settings.top;
  const { candidates, order } = prepared;
  const place = candidates.indexOf(row) + 1;
  if (place === 0 || (count === null && percent === null)) return null;
  const top = selection.picked.filter(({ tier }) => tier === 'top');
  const looked = Math.min(poolSize(percent, order.length), candidates.length);
  const isFull = count !== null && top.length >= count;
  const rows = new Set(top.map(({ ordinal }) => rowOf(table, ordinal)));
  const needed = isFull ? candidates.findLastIndex(candidate => rows.has(candidate)) + 1 : looked;
  const at = candidates[needed - 1];
  return { place, of: candidates.length, needed, score: at === undefined ? null : placed(at).score };
}
