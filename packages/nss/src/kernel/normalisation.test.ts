import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAssembly } from '../../test/open-assembly.ts';
import { plainNormalised } from '../../test/plain-features.ts';
import { atEdge, type PlainMap, plainMap } from '../../test/plain-map.ts';
import { plainMoments } from '../../test/plain-moments.ts';
import { random, texture } from '../../test/textures.ts';
import { kernelNames } from './kernel-code.ts';
import { brisqueUtliveRules, type NssRules } from './nss-rules.ts';
import { writePlan } from './plan-writer.ts';
import { recordLength } from './read-features.ts';

/** Measures a map of levels at full size, in tiles of a size; returns the record. */
async function openScale(name: (typeof kernelNames)[number]) {
  const { assembly, memory } = await openAssembly(name, 16);
  return (
    { width, height, data }: PlainMap,
    rules: NssRules,
    [strip, segment]: readonly [number, number],
  ) => {
    const { buffer } = memory;
    const places = { plan: 64, beyond: 1024, records: 4096, columns: 8192, work: 65_536, plane: 196_608 };
    const stride = Math.ceil((width + 64) / 16) * 16;
    new Uint8Array(buffer).fill(0);
    const zero = rules.windowEdge === 'zero';
    for (let y = 0; y < height; y++) {
      const row = new Uint8Array(buffer, places.plane + y * stride, width + 48);
      const edge = (level: number) => (zero ? 0 : level);
      row.fill(edge(data[y * width]!), 0, 16).fill(edge(data[y * width + width - 1]!), 16 + width);
      for (let x = 0; x < width; x++) row[16 + x] = data[y * width + x]!;
    }
    writePlan(buffer, places.plan, [
      ...[width, height, places.plane + 16, stride, 1, zero ? places.beyond + 16 : 0, 0],
      ...[rules.products === 'circular' ? 1 : 0, 0, strip, segment, 3, places.work, places.records],
      ...[places.columns, places.columns + (height + 1) * 4],
    ]);
    assembly.measureScale(places.plan);
    return new Float64Array(buffer, places.records, recordLength).slice();
  };
}

/** The products of a map with the neighbour on the left, above, above left and above right, and before them the map. */
function plainMaps(map: PlainMap, { products }: NssRules): readonly PlainMap[] {
  const around = (position: number, length: number) => (position + length) % length;
  const at = (y: number, x: number) =>
    products === 'zero'
      ? atEdge(map, y, x, 'zero')
      : map.data[around(y, map.height) * map.width + around(x, map.width)]!;
  const pairs = [
    [0, 0, 0, -1],
    [0, 0, -1, 0],
    [0, 0, -1, -1],
    [0, -1, -1, 0],
  ] as const;
  return [
    map,
    ...pairs.map(([y1, x1, y2, x2]) =>
      plainMap(map.height + 1, map.width + 1, (y, x) => {
        if (products === 'circular' && (y === map.height || x === map.width)) return 0;
        return at(y + y1, x + x1) * at(y + y2, x + x2);
      }),
    ),
  ];
}

const tiles = fc.constantFrom<readonly [number, number]>([16, 5], [32, 64], [128, 64], [384, 1000]);
const rules = fc.constantFrom<NssRules>(
  brisqueUtliveRules,
  { ...brisqueUtliveRules, windowEdge: 'replicate' },
  { ...brisqueUtliveRules, products: 'zero' },
);

describe.each(kernelNames)('sums and counts by %s', name => {
  it('are those of the definition, whatever the tiles', async () => {
    const measure = await openScale(name);
    const size = fc.integer({ min: 7, max: 70 });
    fc.assert(
      fc.property(size, size, fc.nat(), rules, tiles, (height, width, seed, of, tile) => {
        const luma = texture(height, width, seed);
        const record = measure(luma, of, tile);
        for (const [i, map] of plainMaps(plainNormalised(luma, of), of).entries()) {
          const { absolute, squares, positiveSquares, negativeSquares, ...counts } = plainMoments(map);
          const sums = [absolute, squares, positiveSquares - negativeSquares];
          for (const [k, sum] of sums.entries())
            expect(Math.abs(record[i * 3 + k]! - sum) / squares, `sum ${k} of map ${i}`).toBeLessThan(2e-5);
          // A sample within a millionth of its mean may be on either side of it.
          const { positiveCount, negativeCount } = counts;
          expect(Math.abs(record[15 + i * 2]! - positiveCount - negativeCount)).toBeLessThanOrEqual(4);
          expect(Math.abs(record[16 + i * 2]! - negativeCount)).toBeLessThanOrEqual(4);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('count nothing in the flat part of a picture that has every level in it', async () => {
    const measure = await openScale(name);
    const next = random(11);
    const noise = Array.from({ length: 100 * 128 }, () => Math.floor(next() * 256));
    const replicated: NssRules = { ...brisqueUtliveRules, windowEdge: 'replicate' };
    for (let level = 0; level < 256; level++) {
      const luma = plainMap(100, 128, (y, x) => (x < 60 ? level : noise[y * 128 + x]!));
      const [nonZero] = measure(luma, replicated, [128, 64]).slice(15);
      // The window reaches three columns into the noise.
      expect(nonZero, `level ${level}`).toBeLessThanOrEqual((128 - 57) * 100);
      expect(nonZero).toBeGreaterThan((128 - 57) * 100 - 40);
    }
  });
});
