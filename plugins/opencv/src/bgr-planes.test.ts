import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bgrToPlanes } from './bgr-planes.ts';

it('puts every sample of every pixel into its plane', () => {
  const pixel = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
  fc.assert(
    fc.property(fc.array(pixel, { maxLength: 50 }), pixels => {
      const target = new Uint8Array(3 * pixels.length);
      bgrToPlanes(Uint8Array.from(pixels.flat()), target);
      const [blue, green, red] = [0, 1, 2].map(i => pixels.map(samples => samples[i]!));
      expect([...target]).toEqual([...green!, ...blue!, ...red!]);
    }),
  );
});
