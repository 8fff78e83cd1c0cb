import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHashDistance } from '../rows/hash-distance.ts';
import { HashIndex } from './hash-index.ts';

it('finds the row that a search through all of them finds first', () => {
  const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const flips = fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 12 });
  // Hashes near to each other are what matters, and chance gives none.
  const near = fc
    .tuple(fc.constantFrom(0n, 0xff00_ff00_ff00_ff00n), flips)
    .map(([start, bits]) => bits.reduce<bigint>((value, bit) => value ^ (1n << BigInt(bit)), start));
  const hashes = fc.array(fc.oneof({ weight: 4, arbitrary: near }, hash), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(hashes, fc.nat({ max: 20 }), (values, maxDistance) => {
      const column = BigUint64Array.from(values);
      const distance = createHashDistance(column);
      const index = new HashIndex(column, maxDistance);
      const added: number[] = [];
      for (const row of values.keys()) {
        expect(index.find(row)).toBe(added.find(other => distance(other, row) <= maxDistance));
        index.add(row);
        added.push(row);
      }
    }),
  );
});
