import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeNpy, npyHeader, PickleWriter, writeNpz, writeTorch } from './index.ts';

let folder = '';
const values = [1, 2, 3, 4, 5, 6];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-tensors-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** Positions of the local headers, and where the data behind each starts. */
function dataStarts(bytes: Buffer): number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 1))
    starts.push(at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28));
  return starts;
}

it('writes the bytes that NumPy writes', () => {
  // numpy.save of numpy.arange(1, 7, dtype='<i4').reshape(2, 3), NumPy 2.4
  const head = "\x93NUMPY\x01\x00v\x00{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(
    127,
  );
  const expected = Buffer.concat([
    Buffer.from(`${head}\n`, 'latin1'),
    Buffer.from(Int32Array.from(values).buffer),
  ]);
  expect(Buffer.from(encodeNpy({ name: 'x', shape: [2, 3], type: 'int32', values }))).toEqual(expected);
});

it('writes the order of Fortran, and the bytes the other way round', () => {
  const bytes = encodeNpy({ name: 'x', shape: [2, 3], values, fortranOrder: true, bigEndian: true });
  const view = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 24);
  expect(values.map((_, at) => view.getFloat32(4 * at))).toEqual([1, 4, 2, 5, 3, 6]);
});

it('refuses values that do not fill their shape', () => {
  expect(() => encodeNpy({ name: 'x', shape: [2, 2], values })).toThrow('"x" has 6 values');
});

it('pads heads of every version', () => {
  for (const version of [1, 2, 3] as const) expect(npyHeader('{}', version)).toHaveLength(64);
});

it('writes the pickle that Python writes', () => {
  // pickle.dumps({'a': (1, 300, -1)}, 2) of Python 3.11, less what it remembers of the dict and the tuple
  const pickle = new PickleWriter().op('}').text('a').op('(').int(1).int(300).int(-1).op('t').op('s');
  expect(Buffer.from(pickle.toBytes()).toString('latin1')).toBe(
    '\x80\x02}X\x01\x00\x00\x00aq\x00(K\x01M\x2c\x01J\xff\xff\xff\xffts.',
  );
});

it('starts the data of PyTorch at multiples of 64, and writes shared values once', async () => {
  const file = join(folder, 'x.pth');
  const own = () => new Float32Array(6);
  await writeTorch(file, [
    { name: 'a', shape: [6], values },
    { name: 'tied', shape: [2, 3], values },
    { name: 'own', shape: [6], values: own },
  ]);
  const starts = dataStarts(await readFile(file));
  // The pickle, two storages and the version.
  expect(starts).toHaveLength(4);
  expect(starts.filter(start => start % 64 !== 0)).toEqual([]);
});

it('makes values only when their turn comes, and the same bytes each time', async () => {
  const made: string[] = [];
  const tensors = function* () {
    for (const name of ['a', 'b']) {
      made.push(`${name} is asked for`);
      const make = () => {
        made.push(`${name} is made`);
        return values;
      };
      yield { name, shape: [6], values: make };
    }
  };
  await writeNpz(join(folder, '1.npz'), tensors());
  expect(made).toEqual(['a is asked for', 'a is made', 'b is asked for', 'b is made']);
  await writeNpz(join(folder, '2.npz'), tensors());
  expect(await readFile(join(folder, '1.npz'))).toEqual(await readFile(join(folder, '2.npz')));
});
