// XXH64, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md. Four accumulators take eight bytes each in turn.

const prime1: u64 = 0x9e3779b185ebca87;
const prime2: u64 = 0xc2b2ae3d27d4eb4f;
const prime3: u64 = 0x165667b19e3779f9;
const prime4: u64 = 0x85ebca77c2b2ae63;
const prime5: u64 = 0x27d4eb2f165667c5;

function round(accumulator: u64, input: u64): u64 {
  return rotl<u64>(accumulator + input * prime2, 31) * prime1;
}

function merge(hash: u64, accumulator: u64): u64 {
  return (hash ^ round(0, accumulator)) * prime1 + prime4;
}

/** XXH64 with seed 0 of the bytes from an address on, which need not be aligned. Nothing is written. */
export function xxh64(start: usize, length: usize): u64 {
  let at = start;
  // Counted down, since the last byte may be the last there is, and no address lies behind it.
  let left = length;
  let hash = prime5;
  if (left >= 32) {
    let a = prime1 + prime2;
    let b = prime2;
    let c: u64 = 0;
    let d: u64 = 0 - prime1;
    do {
      a = round(a, load<u64>(at));
      b = round(b, load<u64>(at, 8));
      c = round(c, load<u64>(at, 16));
      d = round(d, load<u64>(at, 24));
      at += 32;
      left -= 32;
    } while (left >= 32);
    hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
    hash = merge(merge(merge(merge(hash, a), b), c), d);
  }
  hash += length as u64;
  for (; left >= 8; left -= 8, at += 8) {
    hash = rotl<u64>(hash ^ round(0, load<u64>(at)), 27) * prime1 + prime4;
  }
  if (left >= 4) {
    hash = rotl<u64>(hash ^ ((load<u32>(at) as u64) * prime1), 23) * prime2 + prime3;
    left -= 4;
    at += 4;
  }
  for (; left > 0; left--, at++) {
    hash = rotl<u64>(hash ^ ((load<u8>(at) as u64) * prime5), 11) * prime1;
  }
  hash = (hash ^ (hash >> 33)) * prime2;
  hash = (hash ^ (hash >> 29)) * prime3;
  return hash ^ (hash >> 32);
}
