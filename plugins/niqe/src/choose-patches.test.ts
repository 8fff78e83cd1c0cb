import fc from 'fast-check';
import { expect, it } from 'vitest';
import { choosePatches } from './choose-patches.ts';

/** Rows of two features, the first of which is the number of the block. */
function choose(sharpness: readonly number[], undefinedBlocks: readonly number[] = []): number[] {
  const features = Float64Array.from(
    sharpness.flatMap((_, block) => [block, undefinedBlocks.includes(block) ? NaN : 7]),
  );
  return choosePatches(features, Float64Array.from(sharpness), 2).map(row => {
    expect(row).toEqual(Float64Array.of(row[0]!, 7));
    return row[0]!;
  });
}

it('takes the blocks above 0.75 of the sharpest', () => {
  expect(choose([4, 3, 3.01, 0, 2.9, 3.5])).toEqual([0, 2, 5]);
});

it('leaves out blocks with a feature that is not defined, also where the sharpest is one', () => {
  expect(choose([4, 3.5, 3.2], [1])).toEqual([0, 2]);
  expect(choose([8, 4, 7], [0])).toEqual([2]);
  expect(choose([8, 4], [0])).toEqual([]);
});

it('takes none of a picture without any texture', () => {
  expect(choose([0, 0, 0])).toEqual([]);
  expect(choose([])).toEqual([]);
});

it('takes the same blocks at any contrast', () => {
  const some = fc.double({ min: 1e-6, max: 50, noNaN: true });
  const sharpness = fc.array(fc.oneof(fc.constant(0), some), { maxLength: 30 });
  fc.assert(
    fc.property(sharpness, values => {
      const chosen = choose(values);
      expect(choose(values.map(value => value * 4))).toEqual(chosen);
      const highest = Math.max(0, ...values);
      expect(chosen).toEqual([...values.keys()].filter(block => values[block]! > 0.75 * highest));
    }),
  );
});
