import type { Curve } from '../../../src/api/curve.ts';

/** Index of the point nearest to a time; -1 without points. */
export function nearestPoint({ times }: Pick<Curve, 'times'>, time: number): number {
  let start = 0;
  let end = times.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (times[middle]! < time) start = middle + 1;
    else end = middle;
  }
  if (start === 0) return times.length === 0 ? -1 : 0;
  if (start === times.length) return start - 1;
  return time - times[start - 1]! <= times[start]! - time ? start - 1 : start;
}

/** Index of the point that a time belongs to: that of its column, or of the nearest frame. */
export function pointAt(curve: Pick<Curve, 'times' | 'isExact'>, time: number): number {
  const nearest = nearestPoint(curve, time);
  if (curve.isExact || nearest <= 0) return nearest;
  return curve.times[nearest]! > time ? nearest - 1 : nearest;
}
