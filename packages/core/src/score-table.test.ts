import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowOf } from './score-table.ts';

it('finds the row of every frame, and none for frames that are not there', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200)), fc.nat(220), (frames, ordinal) => {
      const ordinals = Uint32Array.from(frames).sort();
      expect(rowOf({ ordinals }, ordinal)).toBe(ordinals.indexOf(ordinal));
    }),
  );
});
