import {
  PickleWriter,
  type TorchTensorToWrite,
  type WritableType,
  writeTorch,
} from '@framesieve/testkit/tensor-files';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTensors } from '../../test/read-tensors.ts';
import { refusal } from '../../test/refusal.ts';
import { scratchFolder } from '../../test/scratch-folder.ts';
import { writePickled } from '../../test/write-pickled.ts';
import { openTensorFile } from './open-tensor-file.ts';

const inFolder = scratchFolder();
const file = inFolder('test.pth');
const six = [1, 2, 3, 4, 5, 6];

it('reads back every tensor in its type and shape', async () => {
  const tensors = fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z]\w{0,8}(\.\w{1,8})?$/),
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
      type: fc.constantFrom<WritableType>('float16', 'bfloat16', 'float32', 'float64', 'int32', 'int64'),
      parameter: fc.boolean(),
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
  );
  const options = fc.record({
    metadata: fc.boolean(),
    byteOrder: fc.constantFrom(undefined, 'little' as const, 'big' as const),
  });
  await fc.assert(
    fc.asyncProperty(tensors, options, async (plans, { metadata, byteOrder }) => {
      const written = plans.map((plan): TorchTensorToWrite => {
        const count = plan.shape.reduce((product, length) => product * length, 1);
        // 0 is the same number in every type, and so is its pattern; the order shows in the others.
        const halves = plan.type === 'float16' || plan.type === 'bfloat16';
        return { ...plan, values: Array.from({ length: count }, (_, at) => (halves ? 0 : at)) };
      });
      await writeTorch(file, written, { metadata, ...(byteOrder && { byteOrder }) });
      await using opened = await openTensorFile(file);
      expect(opened.format).toBe('torch');
      expect([...opened.tensors.values()]).toEqual(
        written.map(({ name, shape, type }) => ({ name, shape, type })),
      );
      for (const { name, type, values } of written) {
        const read = await opened.read(name);
        expect(read).toBeInstanceOf(type === 'float64' ? Float64Array : Float32Array);
        expect([...read]).toEqual(values);
      }
    }),
    { numRuns: 50 },
  );
});

it('reads the halves of numbers', async () => {
  await writeTorch(file, [
    { name: 'half', shape: [2], type: 'float16', values: [0x3c00, 0xc100] },
    { name: 'brain', shape: [2], type: 'bfloat16', values: [0x3f80, 0xc020] },
  ]);
  expect(await readTensors(file)).toEqual({ half: [1, -2.5], brain: [1, -2.5] });
});

it('reads views of storages that are shared', async () => {
  await writeTorch(file, [
    { name: 'whole', shape: [2, 3], values: six },
    { name: 'transposed', shape: [3, 2], strides: [1, 3], values: six },
    { name: 'tail', shape: [2], offset: 4, storageLength: 6, values: six },
    { name: 'column', shape: [2], offset: 1, strides: [3], storageLength: 6, values: six },
    { name: 'repeated', shape: [2, 2], strides: [0, 1], storageLength: 6, values: six },
    { name: 'odd strides of ones', shape: [1, 6, 1], strides: [99, 1, 7], values: six },
    { name: 'last', shape: [], offset: 5, storageLength: 6, values: six },
    { name: 'none', shape: [0, 5], offset: 6, storageLength: 6, values: six },
  ]);
  expect(await readTensors(file)).toEqual({
    whole: six,
    transposed: [1, 4, 2, 5, 3, 6],
    tail: [5, 6],
    column: [2, 5],
    repeated: [1, 2, 1, 2],
    'odd strides of ones': six,
    last: [6],
    none: [],
  });
});

it.each<[string, Partial<TorchTensorToWrite>, string]>([
  ['behind the end', { shape: [7], storageLength: 6 }, 'beyond its data'],
  ['behind the end by its offset', { shape: [6], offset: 1 }, 'beyond its data'],
  ['behind the end by its strides', { shape: [2, 3], strides: [4, 1], storageLength: 6 }, 'beyond its data'],
  ['the same element without end', { shape: [2 ** 31], strides: [0], storageLength: 6 }, 'beyond its data'],
  ['2^40 elements', { shape: [2 ** 40], storageLength: 2 ** 40 }, 'impossible shape, [1099511627776]'],
  ['2^62 elements', { shape: [2 ** 31, 2 ** 31], strides: [0, 0], storageLength: 6 }, 'impossible shape'],
  ['a negative length', { shape: [-1], storageLength: 6 }, 'impossible shape, [-1]'],
  ['a negative stride', { shape: [6], strides: [-1], offset: 5 }, 'a way that PyTorch does not'],
  ['a negative offset', { shape: [6], offset: -1 }, 'a way that PyTorch does not'],
  ['strides of another rank', { shape: [6], strides: [1, 1] }, 'a way that PyTorch does not'],
  [
    'a rank beyond what is allowed',
    { shape: Array<number>(65).fill(1), storageLength: 6 },
    'a way that PyTorch does not',
  ],
  ['a storage longer than its data', { shape: [6], storageLength: 7 }, '24 bytes for the tensor "x" where 7'],
  [
    'a storage shorter than its data',
    { shape: [5], storageLength: 5 },
    '24 bytes for the tensor "x" where 5',
  ],
])('refuses a view of %s', async (_, tensor, why) => {
  await writeTorch(file, [{ name: 'x', shape: [6], values: six, ...tensor }]);
  expect(await refusal(() => openTensorFile(file))).toContain(why);
});

it('lists tensors of types that it does not read', async () => {
  await writePickled(
    file,
    stateDict(pickle => putTensor(pickle, 'BoolStorage')),
    { 'data/0': Buffer.of(1) },
  );
  await using opened = await openTensorFile(file);
  expect([...opened.tensors.values()]).toEqual([{ name: 'x', shape: [1], type: 'other' }]);
  expect(await refusal(() => opened.read('x'))).toContain("of a type that can't be read");
});

it('says whose data are lacking', async () => {
  await writePickled(
    file,
    stateDict(pickle => putTensor(pickle, 'FloatStorage')),
  );
  expect(await refusal(() => openTensorFile(file))).toBe(`"${file}" lacks the data of the tensor "x".`);
});

it.each(['middle', ''])('refuses the byte order "%s"', async order => {
  await writePickled(
    file,
    stateDict(pickle => putTensor(pickle, 'FloatStorage')),
    {
      'data/0': Buffer.alloc(4),
      byteorder: Buffer.from(order),
    },
  );
  expect(await refusal(() => openTensorFile(file))).toContain('byte order');
});

/** The start of a pickle of `{'x': …}`, what `put` writes, and its end. */
function stateDict(put: (pickle: PickleWriter) => void): PickleWriter {
  const pickle = new PickleWriter().op('}').text('x');
  put(pickle);
  return pickle.op('s');
}

function putTensor(pickle: PickleWriter, storage: string): void {
  pickle.global('torch._utils', '_rebuild_tensor_v2').op('(');
  pickle.op('(').text('storage').global('torch', storage).text('0').text('cpu').int(1).op('t').op('Q');
  pickle
    .int(0)
    .ints([1])
    .ints([1])
    .raw(0x89)
    .global('collections', 'OrderedDict')
    .op(')')
    .op('R')
    .op('t')
    .op('R');
}
