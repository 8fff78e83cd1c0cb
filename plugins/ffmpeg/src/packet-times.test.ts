import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PacketTimes } from './packet-times.ts';

it('remembers exactly the newest timestamps', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -5, max: 20 })),
      fc.integer({ min: 1, max: 10 }),
      (list, capacity) => {
        const times = new PacketTimes(capacity);
        for (const ticks of list) times.add(ticks);
        const kept = new Set(list.slice(-capacity));
        for (let ticks = -6; ticks <= 21; ticks++) expect(times.has(ticks)).toBe(kept.has(ticks));
      },
    ),
  );
});
