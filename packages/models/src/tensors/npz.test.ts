import {
  type ArrayToWrite,
  encodeNpy,
  npyHeader,
  type WritableType,
  writeNpz,
  writeZip,
} from '@framesieve/testkit/tensor-files';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTensors } from '../../test/read-tensors.ts';
import { refusal } from '../../test/refusal.ts';
import { scratchFolder } from '../../test/scratch-folder.ts';
import { openTensorFile } from './open-tensor-file.ts';

const inFolder = scratchFolder();
const file = inFolder('test.npz');

/** Writes an .npz file of one entry with these bytes, and says why it is refused when it is opened. */
async function refused(bytes: Uint8Array): Promise<string> {
  await writeZip(file, [{ name: 'x.npy', bytes, style: 'numpy' }]);
  return refusal(() => readTensors(file));
}

/** A head that says so, with `length` bytes of data behind it. */
function npy(descr: string, shape: string, length = 0, fortranOrder = 'False'): Uint8Array {
  const dictionary = `{'descr': ${descr}, 'fortran_order': ${fortranOrder}, 'shape': ${shape}, }`;
  return Buffer.concat([npyHeader(dictionary), new Uint8Array(length)]);
}

const types = fc.constantFrom<WritableType>('float16', 'float32', 'float64', 'int32', 'int64');
const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

it('reads back every array in its type, order and shape, packed or not', async () => {
  const arrays = fc.uniqueArray(
    fc.record({
      name: fc.stringMatching(/^\w{1,8}(\/\w{1,8})?$/),
      shape: shapes,
      type: types,
      fortranOrder: fc.boolean(),
      bigEndian: fc.boolean(),
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(arrays, fc.boolean(), async (plans, deflate) => {
      const written = plans.map(({ type, ...plan }): ArrayToWrite => {
        const count = plan.shape.reduce((product, length) => product * length, 1);
        // As a bit pattern of float16, each of these is a whole number again.
        const values = Array.from({ length: count }, (_, at) =>
          type === 'float16' ? 0x6400 + at : 1024 + at,
        );
        return { ...plan, type, values };
      });
      await writeNpz(file, written, { deflate });
      await using opened = await openTensorFile(file);
      expect(opened.format).toBe('npz');
      expect([...opened.tensors.values()]).toEqual(
        written.map(({ name, shape, type }) => ({ name, shape, type })),
      );
      for (const { name, type, values } of written) {
        const read = await opened.read(name);
        expect(read).toBeInstanceOf(type === 'float64' ? Float64Array : Float32Array);
        expect([...read]).toEqual(Array.from({ length: read.length }, (_, at) => 1024 + at));
        expect(read).toHaveLength((values as number[]).length);
      }
    }),
    { numRuns: 50 },
  );
});

it('lists arrays of types that it does not read', async () => {
  await writeZip(file, [
    { name: 'momentum.npy', bytes: npy("'|V2'", '(3,)', 6) },
    { name: 'objects.npy', bytes: npy("'|O'", '(2,)', 100) },
    { name: 'records.npy', bytes: npy("[('a', '<f4'), ('b', '<i2')]", '(2,)', 12) },
    { name: 'read me.txt', bytes: Buffer.from('no array') },
  ]);
  await using opened = await openTensorFile(file);
  expect([...opened.tensors.values()]).toEqual([
    { name: 'momentum', shape: [3], type: 'other' },
    { name: 'objects', shape: [2], type: 'other' },
    { name: 'records', shape: [2], type: 'other' },
  ]);
  expect(await refusal(() => opened.read('momentum'))).toContain('"momentum" of a type that can\'t be read');
});

it.each([1, 2, 3] as const)('reads version %d of the form', async version => {
  const head = npyHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", version);
  const bytes = Buffer.concat([head, encodeNpy({ name: '', shape: [2], values: [1, 2] }).subarray(-8)]);
  await writeZip(file, [{ name: 'x.npy', bytes }]);
  expect(await readTensors(file)).toEqual({ x: [1, 2] });
});

it('reads a head of thousands of bytes', async () => {
  const head = npyHeader(`{'descr': '<f4', 'fortran_order': False, 'shape': (0,), ${' '.repeat(9000)}}`);
  for (const deflate of [false, true]) {
    await writeZip(file, [{ name: 'x.npy', bytes: head, deflate }]);
    expect(await readTensors(file)).toEqual({ x: [] });
  }
  expect(await refused(npyHeader(`{'descr': '<f4', ${' '.repeat(20_000)}}`))).toContain('too long');
});

it.each([
  ['a product beyond all memory', '(1099511627776,)'],
  ['a product beyond what is allowed', '(65536, 65536)'],
  [
    'a product that numbers do not hold',
    `(${Array(60)
      .fill(2 ** 30)
      .join(', ')})`,
  ],
  ['a negative length', '(-1,)'],
  ['two negative lengths', '(-2, -2)'],
  ['a length without end', `(${'9'.repeat(400)},)`],
  ['a rank beyond what is allowed', `(${'1, '.repeat(65)})`],
])('refuses a shape of %s', async (_, shape) => {
  expect(await refused(npy("'<f4'", shape, 64))).toContain('an array "x" that has an impossible shape');
});

it.each([
  ['fewer data than its shape says', npy("'<f4'", '(4,)', 15), 'has 15 bytes of data'],
  ['more data than its shape says', npy("'<f4'", '(4,)', 17), 'takes 16'],
  ['a shape that is no tuple', npy("'<f4'", '4', 16), 'not of the .npy form'],
  ['a shape of texts', npy("'<f4'", "('4',)", 16), 'not of the .npy form'],
  ['an order that is no truth', npy("'<f4'", '(4,)', 16, '0'), 'not of the .npy form'],
  ['a head that would be run', npyHeader('exec("import os")'), 'not a literal'],
  ['a head without its keys', npyHeader("{'descr': '<f4'}"), 'not of the .npy form'],
  ['no head', Buffer.from('some other bytes'), 'not of the .npy form'],
  ['nothing in it', Buffer.of(), 'not of the .npy form'],
  ['an unknown version', Buffer.from(npy("'<f4'", '(0,)').with(6, 4)), 'of version 4'],
])('refuses an array with %s', async (_, bytes, why) => {
  const message = await refused(bytes);
  expect(message).toContain('"x"');
  expect(message).toContain(why);
});

it('refuses whole numbers that float32 does not hold', async () => {
  await writeNpz(file, [{ name: 'x', shape: [1], type: 'int64', values: [2 ** 24 + 1] }]);
  expect(await refusal(() => readTensors(file))).toContain('16777217');
});

it('says that there is no tensor of a name', async () => {
  await writeNpz(file, [{ name: 'x', shape: [1], values: [1] }]);
  await using opened = await openTensorFile(file);
  expect(await refusal(() => opened.read('y'))).toBe(`"${file}" has no tensor "y".`);
  expect(await refusal(() => opened.read('__proto__'))).toContain('no tensor');
});
