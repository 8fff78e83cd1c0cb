import { BadFile, shown } from './bad-file.ts';
import { elementBytes, elementCount, type ReadableType } from './elements.ts';
import { type Literal, parseLiteral } from './python-literal.ts';
import type { TensorType } from './tensor-file.ts';

/** What the head of an .npy file says. */
export interface NpyHeader {
  readonly type: TensorType;
  /** NumPy's code of the type, e.g. `<f4`; for messages. */
  readonly code: string;
  readonly littleEndian: boolean;
  /** Whether the first index runs fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin, in bytes. */
  readonly dataStart: number;
}

/** Bytes that a head has at most; NumPy refuses longer ones too. */
export const npyHeadLimit = 10_000;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const rankLimit = 64;
const types: ReadonlyMap<string, ReadableType> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i4', 'int32'],
  ['i8', 'int64'],
]);

/**
 * Reads the head of an .npy file (versions 1 to 3 of the format, as NumPy's `numpy.lib.format` describes it).
 *
 * @param bytes its first {@link npyHeadLimit} bytes, or all.
 * @param size bytes of the whole file; it has to be what the head says.
 * @throws BadFile when there is no such head, or it contradicts itself or `size`.
 */
export function parseNpyHeader(bytes: Uint8Array, size: number): NpyHeader {
  const { text, dataStart } = headText(bytes);
  const dict = parseLiteral(text);
  if (!(dict instanceof Map) || dict.size !== 3) throw new BadFile('has a head that is not of the .npy form');
  const shape: unknown = dict.get('shape');
  const fortranOrder: unknown = dict.get('fortran_order');
  const descr: Literal | undefined = dict.get('descr');
  if (!isShape(shape) || typeof fortranOrder !== 'boolean' || descr === undefined)
    throw new BadFile('has a head that is not of the .npy form');
  const code = typeof descr === 'string' ? descr : 'a structure';
  const [, order, name] = /^([<>=|]?)(.*)$/s.exec(code) ?? [];
  const type: TensorType = types.get(name ?? '') ?? 'other';
  const count = elementCount(shape);
  if (count === null || shape.length > rankLimit)
    throw new BadFile(`has an impossible shape, ${formatShape(shape)}`);
  if (type !== 'other' && size !== dataStart + count * elementBytes[type])
    throw new BadFile(
      `has ${size - dataStart} bytes of data where its shape ${formatShape(shape)} of ${code} takes ${count * elementBytes[type]}`,
    );
  return { type, code: shown(code), littleEndian: order !== '>', fortranOrder, shape, dataStart };
}

/** A shape as messages show it. */
export function formatShape(shape: readonly number[]): string {
  return shown(`[${shape.join(', ')}]`);
}

function headText(bytes: Uint8Array): { text: string; dataStart: number } {
  const [major = 0] = bytes.subarray(6);
  if (bytes.length < 12 || magic.some((byte, at) => bytes[at] !== byte))
    throw new BadFile('is not of the .npy form');
  if (major < 1 || major > 3) throw new BadFile(`is of version ${major} of the .npy form, not 1 to 3`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = major === 1 ? 10 : 12;
  const dataStart = start + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataStart > bytes.length) throw new BadFile('has a head that is cut off or too long');
  const text = Buffer.from(bytes.subarray(start, dataStart)).toString(major === 3 ? 'utf8' : 'latin1');
  return { text, dataStart };
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(length => typeof length === 'number');
}
