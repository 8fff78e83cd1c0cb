import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refusal } from '../../test/refusal.ts';
import { type Mat5Variable, mat5Bytes, mat5Element } from '../../test/write-mat5.ts';
import { readMat5 } from './mat5.ts';

const matrix: Mat5Variable = { name: 'cov', shape: [2, 3], values: [1, 4, 2, 5, 3, 6] };

it('reads back matrices of every numeric type, order of bytes and packing', () => {
  const variable = fc
    .record({
      shape: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 4 }),
      storedAs: fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 9, 12, 13),
      kind: fc.integer({ min: 6, max: 15 }),
      compressed: fc.boolean(),
      name: fc.stringMatching(/^[a-z]\w{0,20}$/),
    })
    .map(plan => {
      const count = plan.shape.reduce((product, length) => product * length, 1);
      return { ...plan, values: Array.from({ length: count }, (_, at) => at) };
    });
  const variables = fc.uniqueArray(variable, { selector: ({ name }) => name, maxLength: 4 });
  fc.assert(
    fc.property(variables, fc.boolean(), (written, littleEndian) => {
      const read = readMat5(mat5Bytes(written, littleEndian));
      expect([...read.keys()]).toEqual(written.map(({ name }) => name));
      for (const { name, shape, values } of written) {
        const { shape: sameShape, data } = read.get(name)!;
        expect(sameShape).toEqual(shape);
        expect([...data].sort((a, b) => a - b)).toEqual(values);
      }
    }),
  );
});

it('puts values into row-major order', () => {
  expect(readMat5(mat5Bytes([matrix])).get('cov')).toEqual({
    shape: [2, 3],
    data: Float64Array.of(1, 2, 3, 4, 5, 6),
  });
});

it('reads fractions and negative numbers', () => {
  const values = [-1.5, 2 ** -40, 1e300];
  const doubles: Mat5Variable = { name: 'd', shape: [3, 1], values };
  const bytes: Mat5Variable = { name: 'b', shape: [1, 2], values: [-1, -128], storedAs: 1 };
  const read = readMat5(mat5Bytes([doubles, bytes]));
  expect([...read.get('d')!.data]).toEqual(values);
  expect([...read.get('b')!.data]).toEqual([-1, -128]);
});

it('leaves out what is no real numeric matrix', () => {
  const others = [1, 2, 3, 4, 5, 16, 17].map(kind => ({ ...matrix, name: `kind${kind}`, kind }));
  const nameless = { ...matrix, name: '' };
  const read = readMat5(mat5Bytes([...others, { ...matrix, name: 'z', complex: true }, nameless, matrix]));
  expect([...read.keys()]).toEqual(['cov']);
});

const good = mat5Bytes([matrix, { ...matrix, name: 'packed', compressed: true }]);

it.each([
  ['nothing', Buffer.of(), 'not a MAT-file'],
  ['a web page', Buffer.from('<html>'.repeat(50)), 'not a MAT-file'],
  ['version 7.3', Buffer.from('MATLAB 7.3 MAT-file'.padEnd(512)), 'version 7.3'],
  ['an unknown version', Buffer.from(good.with(125, 9)), 'unknown version'],
  ['two variables of a name', mat5Bytes([matrix, matrix]), 'two variables "cov"'],
  ['a shape of more values', mat5Bytes([{ ...matrix, shape: [2, 4] }]), '[2, 4] with 6 values'],
  [
    'a shape beyond all memory',
    mat5Bytes([{ ...matrix, shape: [2 ** 31 - 1, 2 ** 31 - 1] }]),
    'with 6 values',
  ],
  ['a negative shape', mat5Bytes([{ ...matrix, shape: [-2, -3] }]), '[-2, -3] with 6 values'],
  ['values of no type', mat5Bytes([{ ...matrix, storedAs: 8 }]), 'without numbers'],
  [
    'whole numbers beyond 2^53',
    mat5Bytes([{ ...matrix, values: Array(6).fill(2 ** 60), storedAs: 12 }]),
    'too large',
  ],
  ['something else in it', Buffer.concat([good, mat5Element(9, Buffer.alloc(8))]), 'other than variables'],
  [
    'a packed variable that is damaged',
    Buffer.concat([good, mat5Element(15, Buffer.alloc(20))]),
    "can't be unpacked",
  ],
  [
    'a packed variable in a packed one',
    Buffer.concat([good, mat5Element(15, deflateSync(mat5Element(15, deflateSync(good))))]),
    'other than variables',
  ],
  ['an empty variable', Buffer.concat([good, mat5Element(14, Buffer.of())]), 'of no kind'],
])('refuses a file with %s', async (_, bytes, why) => {
  expect(await refusal(() => readMat5(bytes, 'x.mat'))).toContain(why);
});

it('unpacks no more than it may', async () => {
  const bomb = mat5Element(15, deflateSync(new Uint8Array(2 ** 26 + 1)));
  const message = await refusal(() => readMat5(Buffer.concat([mat5Bytes([]), bomb])));
  expect(message).toContain("can't be unpacked");
});

it('refuses a file that is cut off, unless between variables, and never fails otherwise', () => {
  const between = new Set([128, 128 + mat5Bytes([matrix]).length - 128, good.length]);
  for (let length = 0; length < good.length; length++) {
    const read = () => readMat5(good.subarray(0, length));
    if (between.has(length)) expect(read()).toBeInstanceOf(Map);
    else expect(read).toThrow(expect.objectContaining({ code: 'model-invalid' }));
  }
});

it('refuses, or reads, whatever bytes are changed', async () => {
  const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(changes, async changed => {
      const bytes = Buffer.from(good);
      for (const [at, byte] of changed) bytes[at] = byte;
      let read: unknown;
      try {
        read = readMat5(bytes);
      } catch (error) {
        read = await refusal(() => Promise.reject(error));
      }
      expect(read).toBeDefined();
    }),
    { numRuns: 2000 },
  );
});
