// Chroma lies at whole eighths between its samples along each axis, so between four of them at whole 64ths: all of this is exact.

@inline
export function loadFour<Sample>(at: usize): v128 {
  if (sizeof<Sample>() == 1) {
    return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
  }
  return v128.load_ext<u16>(at);
}

/**
 * Interpolates between two rows, `eighths` of the way to the second: i32, 8 times what differs from `zero`, with the outermost ones once
 * more before and behind them.
 */
@inline
export function blend<Sample>(first: usize, second: usize, count: i32, eighths: i32, zero: i32, target: usize): void {
  const share = i32x4.splat(eighths);
  const rest = i32x4.splat(8 - eighths);
  const middle = i32x4.splat(8 * zero);
  for (let x = 0; x < count; x += 4) {
    const at = (x as usize) * sizeof<Sample>();
    const sum = i32x4.add(
      i32x4.mul(loadFour<Sample>(first + at), rest),
      i32x4.mul(loadFour<Sample>(second + at), share),
    );
    v128.store(target + ((x as usize) << 2), i32x4.sub(sum, middle));
  }
  const end = target + ((count as usize) << 2);
  store<i32>(target - 4, load<i32>(target));
  store<i32>(end, load<i32>(end - 4));
}

export function blend8(first: usize, second: usize, count: i32, eighths: i32, zero: i32, target: usize): void {
  blend<u8>(first, second, count, eighths, zero, target);
}

export function blend16(first: usize, second: usize, count: i32, eighths: i32, zero: i32, target: usize): void {
  blend<u16>(first, second, count, eighths, zero, target);
}

/** Four numbers, `eighths` of the way from those at an address to the next ones, times 8. */
@inline
export function between(at: usize, eighths: i32): v128 {
  const first = v128.load(at);
  const difference = i32x4.sub(v128.load(at, 4), first);
  return i32x4.add(i32x4.shl(first, 3), i32x4.mul(difference, i32x4.splat(eighths)));
}

/**
 * Spreads a row of `blend()` over one twice as wide: i32, 8 times as large.
 *
 * @param even where the first of two positions lies, in eighths behind the sample before it, which is the one at `evenSource`.
 */
export function widenTwice(
  evenSource: usize,
  even: i32,
  oddSource: usize,
  odd: i32,
  count: i32,
  target: usize,
): void {
  for (let x = 0; x < count; x += 4) {
    const at = (x as usize) << 2;
    const first = between(evenSource + at, even);
    const second = between(oddSource + at, odd);
    v128.store(target + (at << 1), i32x4.shuffle(first, second, 0, 4, 1, 5));
    v128.store(target + (at << 1), i32x4.shuffle(first, second, 2, 6, 3, 7), 16);
  }
}

/** Spreads a row of `blend()` over every `step`-th place of a wider one: i32, 8 times as large. */
export function widenEvery(source: usize, eighths: i32, count: i32, step: i32, target: usize): void {
  const stepBytes = (step as usize) << 2;
  for (let x = 0; x < count; x++) {
    const first = load<i32>(source + ((x as usize) << 2));
    const difference = load<i32>(source + ((x as usize) << 2), 4) - first;
    store<i32>(target + (x as usize) * stepBytes, 8 * first + difference * eighths);
  }
}
