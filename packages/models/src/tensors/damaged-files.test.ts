import { open, readFile, writeFile } from 'node:fs/promises';
import { writeNpz, writeTorch } from '@framesieve/testkit/tensor-files';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTensors } from '../../test/read-tensors.ts';
import { refusal } from '../../test/refusal.ts';
import { scratchFolder } from '../../test/scratch-folder.ts';
import { writePickled } from '../../test/write-pickled.ts';
import { openArchive } from './archive.ts';
import { FileReader } from './file-reader.ts';

const inFolder = scratchFolder();
const damaged = inFolder('damaged');
const values = Array.from({ length: 12 }, (_, at) => at + 0.5);
const good = { a: values, 'b/c': values, d: [7] };
const writers = {
  npz: (file: string) => writeNpz(file, tensors()),
  'deflated npz': (file: string) => writeNpz(file, tensors(), { deflate: true }),
  torch: (file: string) => writeTorch(file, tensors()),
};

function tensors() {
  return [
    { name: 'a', shape: [3, 4], values },
    { name: 'b/c', shape: [12], values, fortranOrder: true },
    { name: 'd', shape: [], values: [7] },
  ];
}

describe.each(Object.entries(writers))('a file of the form %s', (_, write) => {
  let bytes = Buffer.of();

  beforeAll(async () => {
    await write(inFolder('good'));
    bytes = await readFile(inFolder('good'));
    expect(await readTensors(inFolder('good'))).toEqual(good);
  });

  it('is refused wherever it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async length => {
        await writeFile(damaged, bytes.subarray(0, length));
        expect(await refusal(() => readTensors(damaged))).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('is refused, or read as it was, whatever bytes are changed', async () => {
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(changes, async changed => {
        const copy = Buffer.from(bytes);
        for (const [at, by] of changed) copy[at]! ^= by;
        await writeFile(damaged, copy);
        const read = await readTensors(damaged).catch(error => refusal(() => Promise.reject(error)));
        // A name may have changed in the directory as well as in the entry, or an ending; never a value.
        if (typeof read !== 'string')
          for (const array of Object.values(read)) expect([values, [7]]).toContainEqual(array);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when bytes are taken out or put in', async () => {
    const edit = fc.record({
      at: fc.nat(bytes.length - 1),
      out: fc.nat(40),
      put: fc.uint8Array({ maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, out, put }) => {
        await writeFile(damaged, Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + out)]));
        const read = await readTensors(damaged).catch(error => refusal(() => Promise.reject(error)));
        if (typeof read !== 'string')
          for (const array of Object.values(read)) expect([values, [7]]).toContainEqual(array);
      }),
      { numRuns: 300 },
    );
  });
});

it('a pickle is refused, or read, whatever bytes are changed and summed up again', async () => {
  await writeTorch(inFolder('good'), tensors());
  await using handle = await open(inFolder('good'));
  const { entries } = await openArchive(new FileReader(handle, (await handle.stat()).size));
  const pickle = await entries.get('archive/data.pkl')!.read();
  const data: Record<string, Uint8Array> = {};
  for (const key of ['0', '1']) data[`data/${key}`] = await entries.get(`archive/data/${key}`)!.read();
  const changes = fc.array(fc.tuple(fc.nat(pickle.length - 1), fc.nat(255)), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(changes, async changed => {
      const copy = Uint8Array.from(pickle);
      for (const [at, byte] of changed) copy[at] = byte;
      await writePickled(damaged, copy, data);
      const read = await readTensors(damaged).catch(error => refusal(() => Promise.reject(error)));
      if (changed.length === 0) expect(read).toEqual(good);
    }),
    { numRuns: 500, examples: [[[]]] },
  );
});

it.each(['', 'PK', 'PK\u0003\u0004', 'PK\u0005\u0006'])('any bytes behind "%s" are refused', async start => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async noise => {
      await writeFile(damaged, Buffer.concat([Buffer.from(start), noise]));
      expect(await refusal(() => readTensors(damaged))).not.toBe('');
    }),
    { numRuns: 200 },
  );
});
