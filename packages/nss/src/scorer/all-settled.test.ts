import { expect, it } from 'vitest';
import { allSettled } from './all-settled.ts';

it('gives values in order', async () => {
  expect(await allSettled([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
});

it('throws the first error in order, once nothing runs any more', async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  let thrown: unknown = null;
  const all = allSettled([promise, Promise.reject(new Error('one')), Promise.reject(new Error('two'))]);
  const caught = all.catch((error: unknown) => {
    thrown = error;
  });
  await new Promise(setImmediate);
  expect(thrown).toBeNull();
  resolve(1);
  await caught;
  expect(thrown).toEqual(new Error('one'));
});
