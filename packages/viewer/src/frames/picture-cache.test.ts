import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PictureCache } from './picture-cache.ts';

const picture = (length: number) => ({ bytes: new Uint8Array(length), verified: 'exact' as const });

it('keeps what was used last, and no more bytes than it may', () => {
  const cache = new PictureCache(10);
  cache.set('a', picture(4));
  cache.set('b', picture(4));
  expect(cache.get('a')).not.toBeNull();
  cache.set('c', picture(4));
  expect([cache.has('a'), cache.has('b'), cache.has('c')]).toEqual([true, false, true]);
  cache.set('d', picture(11));
  expect([cache.has('d'), cache.has('a'), cache.bytes]).toEqual([false, true, 8]);
});

it('counts its bytes right, whatever comes', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat({ max: 15 }))), steps => {
      const cache = new PictureCache(12);
      for (const [name, length] of steps) {
        cache.set(name, picture(length));
        const kept = ['a', 'b', 'c', 'd', 'e'].flatMap(one => cache.get(one)?.bytes.length ?? []);
        expect(cache.bytes).toBe(kept.reduce((sum, bytes) => sum + bytes, 0));
        expect(cache.bytes).toBeLessThanOrEqual(12);
        expect(cache.has(name)).toBe(length <= 12);
      }
    }),
  );
});
