import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from './random.ts';

it('gives the same numbers for the same seed, and others for another', () => {
  const draw = (seed: number) => Array.from({ length: 8 }, createRandom(seed).bits);
  fc.assert(
    fc.property(fc.integer(), seed => {
      expect(draw(seed)).toEqual(draw(seed));
      expect(draw(seed)).not.toEqual(draw(seed + 1));
    }),
  );
});

it('computes in 32 bits what the recurrences say', () => {
  // The same recurrences in big integers, where nothing can overflow unnoticed.
  const rotate = (value: bigint, by: bigint) => ((value << by) | (value >> (32n - by))) & 0xffffffffn;
  const times = (a: bigint, b: bigint) => (a * b) & 0xffffffffn;
  let weyl = 0n;
  const state = Array.from({ length: 4 }, () => {
    weyl = (weyl + 0x9e3779b9n) & 0xffffffffn;
    let mixed = times(weyl ^ (weyl >> 16n), 0x85ebca6bn);
    mixed = times(mixed ^ (mixed >> 13n), 0xc2b2ae35n);
    return mixed ^ (mixed >> 16n);
  });
  const next = () => {
    const result = times(rotate(times(state[1]!, 5n), 7n), 9n);
    const shifted = (state[1]! << 9n) & 0xffffffffn;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = rotate(state[3]!, 11n);
    return Number(result);
  };
  const random = createRandom(0);
  for (let i = 0; i < 1000; i++) expect(random.bits()).toBe(next());
});

it('spreads evenly over the unit interval', () => {
  const random = createRandom(7);
  const counts = new Array(10).fill(0);
  for (let i = 0; i < 10_000; i++) counts[Math.floor(random.unit() * 10)]++;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
});
