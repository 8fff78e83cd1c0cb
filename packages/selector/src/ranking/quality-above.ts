/**
 * Puts the qualities of some frames above those of all others, whatever the scales: on that of the others, above the best of
 * them, spread by rank over as much as the others take. So what is an outlier among the others stays one. Where no frame is
 * left to the others, the qualities are those of the some.
 *
 * @param others one value per row, higher is better, NaN where unknown.
 * @param some likewise, NaN for all but some rows.
 * @param order the rows of `some` that have a value, best first.
 */
export function qualityAbove(others: Float64Array, some: Float64Array, order: Uint32Array): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let left = false;
  for (let row = 0; row < others.length; row++) {
    const value = others[row]!;
    if (Number.isNaN(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    left ||= Number.isNaN(some[row]!);
  }
  if (!left) return some;
  const spread = high - low || 1;
  const quality = others.slice();
  const last = Math.max(1, order.length - 1);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && some[order[end]!] === some[order[start]!]) end++;
    const value = high + spread * (2 - (start + end - 1) / 2 / last);
    for (let place = start; place < end; place++) quality[order[place]!] = value;
    start = end;
  }
  return quality;
}
