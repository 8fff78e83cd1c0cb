import fc from 'fast-check';
import type { PlainMap } from './plain-map.ts';

/** Sums over a map, in float64. */
export function plainMoments({ data }: PlainMap) {
  const values = Array.from(data);
  const positive = values.filter(value => value > 0);
  const negative = values.filter(value => value < 0);
  const squares = (of: readonly number[]) => of.reduce((sum, value) => sum + value * value, 0);
  return {
    pixels: values.length,
    absolute: values.reduce((sum, value) => sum + Math.abs(value), 0),
    squares: squares(values),
    positiveSquares: squares(positive),
    positiveCount: positive.length,
    negativeSquares: squares(negative),
    negativeCount: negative.length,
  };
}

/** One to three maps of a size, of values from −4 to 4 in steps of 2⁻¹⁸, zeros and whole maps of one sign among them. */
export function signedMaps(): fc.Arbitrary<readonly PlainMap[]> {
  const limit = 2 ** 20;
  const size = fc.integer({ min: 1, max: 12 });
  return fc.tuple(size, size, fc.integer({ min: 1, max: 3 })).chain(([height, width, count]) => {
    const length = height * width;
    const map = fc.constantFrom([-limit, limit], [0, limit], [-limit, 0]).chain(([min, max]) => {
      const value = fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: min!, max: max! }) },
        { weight: 1, arbitrary: fc.constant(0) },
      );
      const steps = fc.array(value, { minLength: length, maxLength: length });
      return steps.map(data => ({ height, width, data: data.map(step => step / 2 ** 18) }));
    });
    return fc.array(map, { minLength: count, maxLength: count });
  });
}
