import fc from 'fast-check';
import { expect, it } from 'vitest';
import { permuteAxes } from './permute-axes.ts';

it('puts every value where its reordered index says', () => {
  const shape = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  const cases = shape.chain(lengths =>
    fc.tuple(fc.constant(lengths), fc.shuffledSubarray([...lengths.keys()], { minLength: lengths.length })),
  );
  fc.assert(
    fc.property(cases, ([lengths, axes]) => {
      const size = lengths.reduce((product, length) => product * length, 1);
      const values = Float32Array.from({ length: size }, (_, i) => i);
      const result = permuteAxes(values, lengths, axes);
      const order = axes.map(axis => lengths[axis]!);
      for (const [to, value] of result.entries()) {
        const index = unravel(to, order);
        const from = lengths.map((_, axis) => index[axes.indexOf(axis)]!);
        expect(unravel(value, lengths)).toEqual(from);
      }
    }),
  );
});

function unravel(position: number, lengths: readonly number[]): readonly number[] {
  const index: number[] = [];
  for (const length of lengths.toReversed()) {
    index.unshift(position % length);
    position = Math.floor(position / length);
  }
  return index;
}
