import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortRows } from './sort-rows.ts';

it('puts the highest first, keeps equal ones in order, and leaves out what is unknown', () => {
  const values = fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.constantFrom(0, -0, Number.NaN));
  fc.assert(
    fc.property(fc.array(values), numbers => {
      const rows = numbers.map((_, row) => row).filter(row => !Number.isNaN(numbers[row]));
      const expected = rows.sort((a, b) =>
        numbers[a]! === numbers[b]! ? a - b : numbers[b]! > numbers[a]! ? 1 : -1,
      );
      expect([...sortRows(Float64Array.from(numbers))]).toEqual(expected);
      const backward = Uint32Array.from(numbers.keys()).reverse();
      const once = sortRows(Float64Array.from(numbers), backward);
      const equal = (a: number, b: number) => numbers[a] === numbers[b];
      expect([...once].map(row => numbers[row]! + 0)).toEqual(expected.map(row => numbers[row]! + 0));
      for (const [i, row] of once.entries())
        if (i > 0 && equal(once[i - 1]!, row)) expect(row).toBeLessThan(once[i - 1]!);
    }),
  );
});
