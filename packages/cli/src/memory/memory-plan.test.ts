import { FramePool } from '@framesieve/decoder';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitFrames, type MemoryNeeds, planMemory } from './memory-plan.ts';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const needs: MemoryNeeds = {
  memory: null,
  batch: null,
  device: 'auto',
  jobs: 1,
  availableBytes: 16 * gibibyte,
  cores: 4,
};
const forever = new AbortController().signal;

describe('planMemory', () => {
  it('takes half of what is free, and no more for frames than decoding ahead makes use of', () => {
    const plan = planMemory(needs);
    expect(plan).toMatchObject({ limitBytes: null, totalBytes: 8 * gibibyte, poolBytes: 128 * mebibyte });
    expect(plan.minimumBuffers).toBe(4 + 2 + 5);
  });

  it('divides a limit among the jobs, and never plans for more than it where it is enough', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 272, max: 100_000 }),
        fc.constantFrom('auto', 'cuda'),
        (jobs, mebibytes, device) => {
          fc.pre(mebibytes >= 240 + 32 * jobs);
          const plan = planMemory({ ...needs, jobs, device, memory: `${mebibytes}MiB` });
          expect(plan.limitBytes).toBe(mebibytes * mebibyte);
          expect(plan.poolBytes).toBeGreaterThanOrEqual(32 * mebibyte);
          expect(plan.poolBytes * jobs).toBeLessThanOrEqual(plan.totalBytes - 240 * mebibyte);
        },
      ),
    );
  });

  it('has room for the batches that the score stage holds', () => {
    expect(planMemory({ ...needs, batch: 16, device: 'cuda' })).toMatchObject({
      minimumBuffers: 2 * 16 + 5,
      poolBytes: 512 * mebibyte,
    });
  });

  it.each([
    ['12 apples', 1, '`memory`: expected a size such as "2GB" or "800MiB", found "12 apples".'],
    ['100MB', 1, '`memory`: 100MB is too little: the program takes at least 272 MiB, and large frames more.'],
    ['300MiB', 3, 'the program with 3 jobs takes at least 336 MiB'],
  ])('refuses %s with %i jobs', (memory, jobs, message) => {
    expect(() => planMemory({ ...needs, memory, jobs })).toThrow(message);
  });
});

describe('limitFrames', () => {
  it('names the least that works for frames that do not fit, and that works', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 64 * mebibyte }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 368, max: 4000 }),
        async (byteLength, jobs, mebibytes) => {
          const acquire = async (memory: string) => {
            const plan = planMemory({ ...needs, jobs, memory });
            // A pool that only counts: none of these frames is really made.
            const pool = { acquire: async (size: number) => ({ size }) as never };
            return limitFrames(pool, plan).acquire(byteLength, forever);
          };
          const refusal = await acquire(`${mebibytes}MiB`).then(
            () => null,
            error => error,
          );
          if (refusal === null) return;
          expect(refusal).toMatchObject({ code: 'usage' });
          const [, least] = /--memory (\S+?)(?:\.$|,)/.exec(refusal.hint)!;
          await acquire(least!);
        },
      ),
    );
  });

  it('leases frames of the pool where they fit, and is the pool where there is no limit', async () => {
    const pool = new FramePool({ capacityBytes: mebibyte });
    expect(limitFrames(pool, planMemory(needs))).toBe(pool);
    const frames = limitFrames(pool, planMemory({ ...needs, memory: '1GiB' }));
    const lease = await frames.acquire(1000, forever);
    expect(lease.bytes.byteLength).toBe(1000);
    expect(pool.inUse).toBe(1);
    lease.release();
    expect(pool.inUse).toBe(0);
  });
});
