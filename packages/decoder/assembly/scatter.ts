/** Writes pixels of a row `stepBytes` apart from each other, which may be negative. */
@inline
export function scatter<Sample>(source: usize, target: usize, count: i32, stepBytes: i32): void {
  const end = source + (count as usize) * 3 * sizeof<Sample>();
  while (source < end) {
    store<Sample>(target, load<Sample>(source));
    store<Sample>(target + sizeof<Sample>(), load<Sample>(source + sizeof<Sample>()));
    store<Sample>(target + 2 * sizeof<Sample>(), load<Sample>(source + 2 * sizeof<Sample>()));
    source += 3 * sizeof<Sample>();
    target += stepBytes;
  }
}

export function scatter8(source: usize, target: usize, count: i32, stepBytes: i32): void {
  scatter<u8>(source, target, count, stepBytes);
}

export function scatter16(source: usize, target: usize, count: i32, stepBytes: i32): void {
  scatter<u16>(source, target, count, stepBytes);
}
