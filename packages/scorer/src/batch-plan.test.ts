import { rawPixels } from '@framesieve/models';
import { expect, it } from 'vitest';
import { BatchPlan, type BatchPlanOptions } from './batch-plan.ts';
import type { Gpu } from './runtime/read-gpus.ts';

const size = { width: 1000, height: 100 };
const picture = 1000 * 100 * 3;
const metadata = { input: rawPixels(), batch: { memoryFactor: 10, cpu: 6 } };
const silent = () => {};

function plan(options: Partial<BatchPlanOptions> = {}): BatchPlan {
  return new BatchPlan({ metadata, maxBatchSize: 32, memoryBytes: null, ...options });
}

const gpus =
  (...freeBytes: number[]) =>
  async (): Promise<readonly Pick<Gpu, 'memory'>[]> =>
    freeBytes.map(bytes => ({ memory: { freeBytes: bytes, totalBytes: 2 * bytes } }));

it('is one picture on a CPU, unless the model gains from more', async () => {
  const memoryBytes = 1e12;
  expect(await plan({ memoryBytes, metadata: { ...metadata, batch: null } }).count(size, 'cpu', silent)).toBe(
    1,
  );
  expect(await plan({ memoryBytes }).count(size, 'cpu', silent)).toBe(6);
  expect(await plan({ memoryBytes, maxBatchSize: 4 }).count(size, 'cpu', silent)).toBe(4);
});

it('fits into the memory that calls may take', async () => {
  const count = (memoryBytes: number) => plan({ memoryBytes }).count(size, 'cpu', silent);
  // Seven tenths of it, 10 bytes for each of the picture's.
  expect(await count((3.1 * picture * 10) / 0.7)).toBe(3);
  expect(await count(1)).toBe(1);
  const wide = { ...metadata, input: { ...rawPixels(), dtype: 'float32', valueRange: [0, 1] } } as const;
  const memoryBytes = (2.1 * picture * 40) / 0.7;
  expect(await plan({ memoryBytes, metadata: wide }).count(size, 'cpu', silent)).toBe(2);
  const resize = { fit: 'stretch', width: 100, height: 100, filter: 'bilinear', antialias: true } as const;
  const small = { ...metadata, input: { ...rawPixels(), resize } };
  expect(await plan({ memoryBytes: picture * 10, metadata: small }).count(size, 'cpu', silent)).toBe(6);
});

it('asks for the free memory of the GPU that is used', async () => {
  const readGpus = gpus((5.1 * picture * 10) / 0.7, (9.1 * picture * 10) / 0.7);
  expect(await plan({ readGpus, memoryBytes: 1 }).count(size, 'cuda', silent)).toBe(5);
  expect(await plan({ readGpus, deviceId: 1 }).count(size, 'tensorrt', silent)).toBe(9);
  expect(await plan({ readGpus: gpus(1e15) }).count(size, 'cuda', silent)).toBe(32);
});

it('is careful, and says so, where the memory can’t be read', async () => {
  for (const [device, readGpus] of [
    ['cuda', gpus()],
    ['dml', gpus(1e15)],
  ] as const) {
    const said: string[] = [];
    const large = { width: 3840, height: 2160 };
    const careful = await plan({ readGpus }).count(large, device, message => said.push(message));
    expect(careful).toBe(Math.floor((1024 ** 3 * 0.7) / (3840 * 2160 * 30)));
    expect(said).toEqual([expect.stringContaining(`"${device}" can't be read`)]);
  }
});

it('remembers for each size what was too much', async () => {
  const planned = plan({ readGpus: gpus(1e15) });
  planned.halve(size, 20);
  expect([planned.most(size), planned.most({ width: 9, height: 9 })]).toEqual([10, 32]);
  expect(await planned.count(size, 'cuda', silent)).toBe(10);
  planned.halve(size, 32);
  expect(planned.most(size)).toBe(10);
  planned.halve(size, 3);
  expect(planned.most(size)).toBe(1);
});
