import { expect, it } from 'vitest';
import { KeptKernels } from './kept-kernels.ts';

it('makes one kernel for each memory, and keeps it while the memory is in use', async () => {
  const kernels = new KeptKernels<string>();
  let made = 0;
  const get = (number: number, alive: readonly number[]) =>
    kernels.get(number, alive, async () => `${number}, made as ${++made}`);
  expect(await get(1, [1])).toBe('1, made as 1');
  expect(await get(2, [1, 2])).toBe('2, made as 2');
  expect(await get(1, [1, 2])).toBe('1, made as 1');
  expect(kernels.size).toBe(2);
});

it('forgets what is gone, so that thousands of memories leave nothing behind', async () => {
  const kernels = new KeptKernels<number>();
  for (let number = 1; number <= 5000; number++) {
    await kernels.get(number, [number], async () => number);
    expect(kernels.size).toBe(1);
  }
});

it('forgets what others have been used a thousand times since, and nothing that comes up now and then', async () => {
  const kernels = new KeptKernels<number>();
  const alive = [1, 2, 3];
  let made = 0;
  const use = (number: number) => kernels.get(number, alive, async () => ++made);
  await use(1);
  for (let i = 0; i < 2500; i++) await use(i % 500 === 0 ? 2 : 3);
  expect(kernels.size).toBe(2);
  expect(made).toBe(3);
  await use(1);
  expect(made).toBe(4);
});

it('makes another one after one could not be made', async () => {
  const kernels = new KeptKernels<number>();
  await expect(kernels.get(1, [1], () => Promise.reject(new Error('no memory')))).rejects.toThrow(
    'no memory',
  );
  expect(await kernels.get(1, [1], async () => 7)).toBe(7);
});
