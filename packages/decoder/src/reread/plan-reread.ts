import type { FrameIndex } from '@framesieve/core';
import { CertainStretches } from './certain-stretches.ts';

/** What reading costs, counted in frames that could be decoded in the same time. */
export interface RereadCosts {
  /** One seek: moving, and filling the decoder again. At least 0. */
  readonly seekFrames: number;
  /**
   * How many key frames before the nearest one decoding begins: 1 where pictures behind a key frame may refer to the group
   * before it (an open group), 0 where that is ruled out, or looked at when it is met.
   */
  readonly leadIn: 0 | 1;
}

/** Where to seek for a frame. */
export interface SeekPoint {
  /** Key frame at which to begin. */
  readonly start: number;
  /** Key frame by which decoding must be under way, so that all references of the frames wanted are there. */
  readonly latest: number;
}

/** Frames that are read by decoding from one place on without a break. */
export interface RereadGroup {
  /** `null` for the start of the stream, where frames are recognised by counting them. */
  readonly point: SeekPoint | null;
  /** Frames wanted, ascending; at least one. */
  readonly ordinals: readonly number[];
  /** Frames from the point up to the last one wanted. */
  readonly frames: number;
}

/** How frames are read again. */
export interface RereadPlan {
  /** In order: together they hold every ordinal once, ascending. */
  readonly groups: readonly RereadGroup[];
  readonly seeks: number;
  /** Frames to decode, at most: a backend may pass over those that no other frame refers to. */
  readonly frames: number;
  /** Frames that decoding from the start of the stream would take. */
  readonly linearFrames: number;
  /** The plan in one sentence, e.g. for a log. */
  readonly summary: string;
}

/**
 * Chooses the cheapest way to read frames again exactly: each one either by going on from the one before it or by
 * seeking to a key frame before it, whichever takes less. Frames are recognised by their timestamps behind a seek, so none
 * leads into or through frames whose timestamps are missing from the index or not their own: up to the last wanted frame
 * that needs it, decoding is from the start of the stream, and all the way if that takes no more in total.
 *
 * @param ordinals ascending, without repeats. One beyond the index's end is counted to, as the index may be of another video.
 */
export function planReread(ordinals: readonly number[], index: FrameIndex, costs: RereadCosts): RereadPlan {
  const last = ordinals.at(-1);
  const length = index.ptsTicks.length;
  if (last === undefined) return describe([], 0, length);
  const linearFrames = Math.min(last + 1, length);
  const linear: readonly RereadGroup[] = [{ point: null, ordinals, frames: linearFrames }];
  const groups = seekingGroups(ordinals, index, costs);
  return describe(costOf(groups, costs) < linearFrames ? groups : linear, linearFrames, length);
}

/** The cheapest groups: what is decoded up to a frame doesn't change what those behind it cost from there. */
function seekingGroups(
  ordinals: readonly number[],
  index: FrameIndex,
  { seekFrames, leadIn }: RereadCosts,
): readonly RereadGroup[] {
  const certain = new CertainStretches(index);
  const points = ordinals.map(ordinal => pointFor(ordinal, index, certain, leadIn));
  // What can't be sought is counted to, and so is all before it.
  const counted = points.lastIndexOf(null) + 1;
  const groups: { point: SeekPoint | null; ordinals: number[]; frames: number }[] = [];
  for (const [i, ordinal] of ordinals.entries()) {
    const group = groups.at(-1);
    const position = group?.ordinals.at(-1) ?? -1;
    const point = i < counted ? null : points[i]!;
    const onward = ordinal - position;
    const goesOn = group && (group.point === null || certain.isCertain(position, ordinal));
    const isCheaper = point !== null && seekFrames + ordinal - point.start + 1 < onward;
    if (goesOn && !isCheaper) {
      group.ordinals.push(ordinal);
      group.frames += onward;
    } else {
      const from = !group && !isCheaper ? null : point;
      groups.push({ point: from, ordinals: [ordinal], frames: ordinal - (from?.start ?? 0) + 1 });
    }
  }
  return groups;
}

/** The key frame to begin at for an ordinal; `null` where only counting from the start leads to it. */
function pointFor(
  ordinal: number,
  { keyFrames, ptsTicks }: FrameIndex,
  certain: CertainStretches,
  leadIn: 0 | 1,
): SeekPoint | null {
  if (ordinal >= ptsTicks.length) return null;
  const latest = keyFrames.lastIndexOf(1, ordinal);
  const start = leadIn === 0 || latest <= 0 ? latest : keyFrames.lastIndexOf(1, latest - 1);
  return start >= 0 && certain.isCertain(start, ordinal) ? { start, latest } : null;
}

function costOf(groups: readonly RereadGroup[], { seekFrames }: RereadCosts): number {
  return groups.reduce((sum, { point, frames }) => sum + frames + (point ? seekFrames : 0), 0);
}

function describe(groups: readonly RereadGroup[], linearFrames: number, length: number): RereadPlan {
  const wanted = groups.reduce((sum, { ordinals }) => sum + ordinals.length, 0);
  const frames = groups.reduce((sum, group) => sum + group.frames, 0);
  const seeks = groups.filter(({ point }) => point !== null).length;
  const count = (value: number) => value.toLocaleString('en');
  const how =
    seeks === 0
      ? `by decoding from the start, ${count(frames)} frames`
      : `by ${seeks === 1 ? '1 seek' : `${count(seeks)} seeks`}, at most ${count(frames)} frames to decode (from the start: ${count(linearFrames)})`;
  const summary = `Frames to read again: ${count(wanted)} of ${count(length)}, ${how}.`;
  return { groups, seeks, frames, linearFrames, summary };
}
