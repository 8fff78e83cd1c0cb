/**
 * Signs of a row's samples as bits, the first sample in the lowest: `nonZero` says which are not 0, `negative` which are below.
 * Sixteen samples at a time, those behind the last one are 0. Words are stored whole, because so they are loaded again soon.
 */
export function signBits(row: usize, nonZero: usize, negative: usize, groups: i32): void {
  const zero = i8x16.splat(0);
  for (let group = 0; group < groups; group += 4) {
    let zeros: u64 = 0;
    let negatives: u64 = 0;
    const count = min(4, groups - group);
    for (let i = 0; i < count; i++) {
      const at = row + ((group + i) << 6);
      // The sign survives where the bits of a number are narrowed with saturation, and so does being 0.
      const signs = i8x16.narrow_i16x8_s(
        i16x8.narrow_i32x4_s(v128.load(at), v128.load(at, 16)),
        i16x8.narrow_i32x4_s(v128.load(at, 32), v128.load(at, 48)),
      );
      zeros |= ((i8x16.bitmask(i8x16.eq(signs, zero)) ^ 0xffff) as u64) << (i << 4);
      negatives |= (i8x16.bitmask(signs) as u64) << (i << 4);
    }
    store<u64>(nonZero + (group << 1), zeros);
    store<u64>(negative + (group << 1), negatives);
  }
}

/** Where the counts of a map lie behind an address: of values that are not 0, and of negative ones, 32 bits each. */
export const mapCounts: usize = 8;

@inline
export function count(counts: usize, map: usize, nonZero: u64, negative: u64): void {
  const at = counts + map * mapCounts;
  store<u32>(at, load<u32>(at) + (popcnt(nonZero) as u32));
  store<u32>(at, load<u32>(at, 4) + (popcnt(negative & nonZero) as u32), 4);
}

/** Counts the samples of a row and their products with those on their left, in the order of the sums. */
export function countRow(nonZero: usize, negative: usize, leftmost: f32, words: i32, counts: usize): void {
  let carryNonZero: u64 = leftmost != 0 ? 1 : 0;
  let carryNegative: u64 = leftmost < 0 ? 1 : 0;
  for (let word = 0; word < words; word++) {
    const at = (word as usize) << 3;
    const n = load<u64>(nonZero + at);
    const s = load<u64>(negative + at);
    count(counts, 0, n, s);
    count(counts, 1, n & ((n << 1) | carryNonZero), s ^ ((s << 1) | carryNegative));
    carryNonZero = n >> 63;
    carryNegative = s >> 63;
  }
}

/** Counts the products of two rows, one below the other. */
export function countRows(
  aboveNonZero: usize,
  aboveNegative: usize,
  aboveLeftmost: f32,
  nonZero: usize,
  negative: usize,
  leftmost: f32,
  words: i32,
  counts: usize,
): void {
  let carryNonZero: u64 = leftmost != 0 ? 1 : 0;
  let carryNegative: u64 = leftmost < 0 ? 1 : 0;
  let carryAboveNonZero: u64 = aboveLeftmost != 0 ? 1 : 0;
  let carryAboveNegative: u64 = aboveLeftmost < 0 ? 1 : 0;
  for (let word = 0; word < words; word++) {
    const at = (word as usize) << 3;
    const n = load<u64>(nonZero + at);
    const s = load<u64>(negative + at);
    const upperN = load<u64>(aboveNonZero + at);
    const upperS = load<u64>(aboveNegative + at);
    count(counts, 2, n & upperN, s ^ upperS);
    count(counts, 3, n & ((upperN << 1) | carryAboveNonZero), s ^ ((upperS << 1) | carryAboveNegative));
    count(counts, 4, upperN & ((n << 1) | carryNonZero), upperS ^ ((s << 1) | carryNegative));
    carryNonZero = n >> 63;
    carryNegative = s >> 63;
    carryAboveNonZero = upperN >> 63;
    carryAboveNegative = upperS >> 63;
  }
}
