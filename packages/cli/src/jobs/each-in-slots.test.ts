import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eachInSlots } from './each-in-slots.ts';

it('does each once, begins them in order, and never has two in a slot', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat(12), fc.integer({ min: 1, max: 5 }), async (s, count, slots) => {
      const begun: number[] = [];
      const busy = new Set<number>();
      let most = 0;
      const items = Array.from({ length: count }, (_, i) => i);
      const all = eachInSlots(items, slots, async (item, index, slot) => {
        expect(item).toBe(index);
        expect(slot).toBeLessThan(slots);
        expect(busy.has(slot)).toBe(false);
        busy.add(slot);
        most = Math.max(most, busy.size);
        begun.push(item);
        await s.schedule(Promise.resolve());
        busy.delete(slot);
      });
      await s.waitFor(all);
      expect(begun).toEqual(items);
      expect(most).toBe(Math.min(count, slots));
    }),
  );
});

it('begins none after one that failed, and waits for those that run', async () => {
  const begun: number[] = [];
  let ended = false;
  const all = eachInSlots([0, 1, 2, 3], 2, async item => {
    begun.push(item);
    if (item === 1) throw new Error('no');
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    ended = true;
  });
  await expect(all).rejects.toThrow('no');
  expect(ended).toBe(true);
  expect(begun).toEqual([0, 1]);
});
