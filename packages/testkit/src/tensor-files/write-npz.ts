import {
  bytesPerElement,
  countOf,
  encodeValues,
  type TensorToWrite,
  valuesOf,
  type WritableType,
} from './tensor-to-write.ts';
import { writeZip } from './write-zip.ts';

/** A tensor for an .npz file. */
export interface ArrayToWrite extends TensorToWrite {
  /** Writes the first index fastest, as NumPy does with a transposed matrix. */
  readonly fortranOrder?: boolean;
  readonly bigEndian?: boolean;
}

// NumPy has no bfloat16: what it knows of one is that it is two bytes of something.
const codes: Readonly<Record<WritableType, string>> = {
  float16: 'f2',
  bfloat16: 'V2',
  float32: 'f4',
  float64: 'f8',
  int32: 'i4',
  int64: 'i8',
};

/** Writes an .npz file as `np.savez` does, or with `deflate` as `np.savez_compressed`. Holds one tensor at a time. */
export async function writeNpz(
  file: string,
  tensors: Iterable<ArrayToWrite>,
  { deflate = false }: { readonly deflate?: boolean } = {},
): Promise<void> {
  await writeZip(file, entriesOf(tensors, deflate));
}

function* entriesOf(tensors: Iterable<ArrayToWrite>, deflate: boolean) {
  for (const tensor of tensors)
    yield { name: `${tensor.name}.npy`, bytes: encodeNpy(tensor), style: 'numpy' as const, deflate };
}

/** The bytes of an .npy file, version 1.0. */
export function encodeNpy(tensor: ArrayToWrite): Uint8Array {
  const { shape, type = 'float32', fortranOrder = false, bigEndian = false } = tensor;
  const values = fortranOrder ? toFortranOrder(valuesOf(tensor), shape) : valuesOf(tensor);
  if (values.length !== countOf(shape)) throw new RangeError(`"${tensor.name}" has ${values.length} values.`);
  const order = type === 'bfloat16' ? '|' : bigEndian ? '>' : '<';
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = npyHeader(
    `{'descr': '${order}${codes[type]}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, 'shape': (${dimensions}), }`,
  );
  const data = encodeValues(values, type, bigEndian);
  const bytes = new Uint8Array(header.length + countOf(shape) * bytesPerElement(type));
  bytes.set(header);
  bytes.set(data, header.length);
  return bytes;
}

/** The head of an .npy file around this dictionary, padded so that the data start at a multiple of 64. */
export function npyHeader(dictionary: string, version: 1 | 2 | 3 = 1): Uint8Array {
  const prefix = version === 1 ? 10 : 12;
  const text = Buffer.from(dictionary, version === 3 ? 'utf8' : 'latin1');
  const length = Math.ceil((prefix + text.length + 1) / 64) * 64 - prefix;
  const head = Buffer.alloc(prefix + length, ' ');
  head.write('\x93NUMPY', 0, 'latin1');
  head[6] = version;
  head[7] = 0;
  if (version === 1) head.writeUInt16LE(length, 8);
  else head.writeUInt32LE(length, 8);
  text.copy(head, prefix);
  head[head.length - 1] = 0x0a;
  return head;
}

function toFortranOrder(values: ArrayLike<number>, shape: readonly number[]): number[] {
  const out = new Array<number>(values.length);
  const index = shape.map(() => 0);
  for (let at = 0; at < values.length; at++) {
    let to = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) to = to * shape[axis]! + index[axis]!;
    out[to] = values[at]!;
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return out;
}
