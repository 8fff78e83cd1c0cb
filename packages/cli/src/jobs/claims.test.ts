import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Claims } from './claims.ts';

const forever = new AbortController().signal;

it('gives a key to one after the other, in the order in which they asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 20 }),
      async (s, keys) => {
        const claims = new Claims();
        const working = new Set<string>();
        const done: Record<string, number[]> = {};
        const jobs = keys.map(async (key, i) => {
          const release = await claims.claim(key, forever);
          expect(working.has(key)).toBe(false);
          working.add(key);
          await s.schedule(Promise.resolve());
          working.delete(key);
          done[key] = [...(done[key] ?? []), i];
          release();
        });
        await s.waitFor(Promise.all(jobs));
        for (const order of Object.values(done)) expect(order).toEqual(order.toSorted((a, b) => a - b));
        await Promise.resolve();
        expect(keys.some(key => claims.isClaimed(key))).toBe(false);
      },
    ),
  );
});

it('lets those behind it go on when one gives up waiting', async () => {
  const claims = new Claims();
  const first = await claims.claim('a', forever);
  const controller = new AbortController();
  const second = claims.claim('a', controller.signal);
  const third = claims.claim('a', forever);
  controller.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  let reached = false;
  const waiting = third.then(release => {
    reached = true;
    release();
  });
  await new Promise(setImmediate);
  expect(reached).toBe(false);
  first();
  await waiting;
  expect(reached).toBe(true);
  await new Promise(setImmediate);
  expect(claims.isClaimed('a')).toBe(false);
});

it('is not given to a job that is aborted already', async () => {
  const claims = new Claims();
  const release = await claims.claim('a', forever);
  await expect(claims.claim('a', AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  release();
  (await claims.claim('a', forever))();
});
