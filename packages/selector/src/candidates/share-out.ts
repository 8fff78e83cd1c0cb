/**
 * Shares out a number of items in proportion to sizes, by largest remainder; equal remainders go to the first. No share is
 * larger than its size, and none is 0 where there is enough for each that has a size.
 *
 * @param sizes whole numbers.
 * @returns one share per size; together they are `count`, or all sizes where those are less.
 */
export function shareOut(sizes: readonly number[], count: number): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (count >= total) return sizes;
  const filled = sizes.filter(size => size > 0).length;
  // One for each, and of the rest what is in proportion, so that small ones count too.
  const least = count >= filled ? 1 : 0;
  const rest = sizes.map(size => (size > 0 ? size - least : 0));
  const restTotal = total - least * filled;
  const restCount = count - least * filled;
  const exact = rest.map(size => (restTotal > 0 ? (size * restCount) / restTotal : 0));
  const shares = exact.map((share, i) => Math.floor(share) + (sizes[i]! > 0 ? least : 0));
  const left = count - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = [...exact.keys()]
    .filter(i => shares[i]! < sizes[i]!)
    .sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  for (const i of byRemainder.slice(0, left)) shares[i]!++;
  return shares;
}
