import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { lookAhead } from './look-ahead.ts';

/** Gives 0, 1, 2 …, and takes down what was made, and what became of it. */
function setUp(count: number, failAt = Number.POSITIVE_INFINITY) {
  const log = { made: 0, discarded: [] as number[], left: 0, returned: 0 };
  async function* source(): AsyncGenerator<number, void, undefined> {
    try {
      for (let item = 0; item < count; item++) {
        await turn();
        if (item === failAt) throw new Error(`Item ${item} is broken.`);
        log.made += 1;
        yield item;
      }
    } finally {
      log.returned += 1;
    }
  }
  const items = lookAhead(source(), {
    depth: 2,
    leave: () => {
      log.left += 1;
    },
    discard: async item => {
      log.discarded.push(item);
    },
  });
  return { items, log };
}

const settle = () => new Promise(resolve => setTimeout(resolve, 20));

describe('lookAhead', () => {
  it('gives everything, in order', async () => {
    const { items, log } = setUp(9);
    expect(await Array.fromAsync(items)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(log).toEqual({ made: 9, discarded: [], left: 1, returned: 1 });
  });

  it('works ahead while an item is used, and no further than asked for', async () => {
    const { items, log } = setUp(9);
    await settle();
    expect(log.made).toBe(0);
    await items.next();
    await settle();
    expect(log.made).toBe(3);
    await items.next();
    await settle();
    expect(log.made).toBe(4);
    await items.return();
  });

  it('throws what went wrong when its turn comes', async () => {
    const { items } = setUp(9, 2);
    const seen: number[] = [];
    const read = async () => {
      for await (const item of items) {
        seen.push(item);
        await settle();
      }
    };
    await expect(read()).rejects.toThrow('Item 2 is broken.');
    expect(seen).toEqual([0, 1]);
  });

  it('frees what nobody took when it is left', async () => {
    const { items, log } = setUp(9);
    for await (const item of items) {
      await settle();
      if (item === 3) break;
    }
    expect(log).toEqual({ made: 6, discarded: [4, 5], left: 1, returned: 1 });
  });
});
