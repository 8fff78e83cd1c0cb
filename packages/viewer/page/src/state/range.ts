/** Time `[from, to)`, in seconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Widest and narrowest that a range may be within an extent that holds so many frames. */
function limits(extent: Range, frames: number): { readonly least: number; readonly most: number } {
  const most = Math.max(extent.to - extent.from, 1e-6);
  // Eight frames side by side.
  return { most, least: Math.min(most, (8 * most) / Math.max(1, frames)) };
}

/** The range moved and, if need be, narrowed or widened so that it lies within the extent. */
export function withinExtent(range: Range, extent: Range, frames: number): Range {
  const { least, most } = limits(extent, frames);
  const span = Math.min(most, Math.max(least, range.to - range.from));
  const middle = (range.from + range.to) / 2;
  const from = Math.min(Math.max(extent.from, middle - span / 2), extent.to - span);
  return { from, to: from + span };
}

/** The range a factor narrower (above 1) or wider (below 1); the given time stays where it is. */
export function zoomedAt(range: Range, time: number, factor: number): Range {
  return { from: time - (time - range.from) / factor, to: time + (range.to - time) / factor };
}

/** The range moved by a share of its width. */
export function panned(range: Range, share: number): Range {
  const by = (range.to - range.from) * share;
  return { from: range.from + by, to: range.to + by };
}

/** The range moved just so far that a time is in it, not too close to its ends. */
export function revealing(range: Range, time: number): Range {
  const margin = (range.to - range.from) * 0.08;
  if (time < range.from + margin)
    return panned(range, (time - margin - range.from) / (range.to - range.from));
  if (time > range.to - margin) return panned(range, (time + margin - range.to) / (range.to - range.from));
  return range;
}
