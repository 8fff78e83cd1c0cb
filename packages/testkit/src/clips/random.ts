/** A deterministic source of pseudo-random numbers. */
export interface Random {
  /** A whole number from [0, 2^32). */
  bits(): number;
  /** A number from [0, 1). */
  unit(): number;
  /** A number from [low, high). */
  between(low: number, high: number): number;
}

/**
 * xoshiro128** 1.1 by David Blackman and Sebastiano Vigna ("Scrambled linear pseudorandom number generators", ACM
 * Transactions on Mathematical Software 47(4), 2021; reference code in the public domain), its state filled from the
 * seed by SplitMix32, i.e. Murmur3's finaliser over a Weyl sequence.
 */
export function createRandom(seed: number): Random {
  const state = new Uint32Array(4);
  let weyl = seed >>> 0;
  for (let i = 0; i < 4; i++) {
    weyl = (weyl + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(weyl ^ (weyl >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    state[i] = mixed ^ (mixed >>> 16);
  }
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));
  const bits = () => {
    const result = Math.imul(rotate(Math.imul(state[1]!, 5), 7), 9) >>> 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = rotate(state[3]!, 11);
    return result;
  };
  const unit = () => bits() / 2 ** 32;
  return { bits, unit, between: (low, high) => low + (high - low) * unit() };
}
