import { PickleWriter } from './pickle-writer.ts';
import { countOf, encodeValues, type TensorToWrite, valuesOf, type WritableType } from './tensor-to-write.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

/** A tensor for a file of PyTorch. */
export interface TorchTensorToWrite extends TensorToWrite {
  /**
   * Distance between neighbours along each axis, in elements; default row-major. With `strides` or `offset`, `values`
   * are those of the storage that the tensor looks into.
   */
  readonly strides?: readonly number[];
  /** Where in the storage the tensor starts, in elements; default 0. */
  readonly offset?: number;
  /** Elements of the storage; default as many as the shape has. */
  readonly storageLength?: number;
  /** Wraps it as `torch.nn.Parameter`. */
  readonly parameter?: boolean;
}

/** How the tensors are laid out. */
export interface TorchOptions {
  /** Key of a dict around the tensors, e.g. `params`; by default there is none. */
  readonly root?: string;
  /** Adds what a module's `state_dict()` brings along besides its tensors; default yes. */
  readonly metadata?: boolean;
  /** Writes the entry `byteorder`, as PyTorch does since 2.1; by default there is none. */
  readonly byteOrder?: 'little' | 'big';
}

const storageClasses: Readonly<Record<WritableType, string>> = {
  float16: 'HalfStorage',
  bfloat16: 'BFloat16Storage',
  float32: 'FloatStorage',
  float64: 'DoubleStorage',
  int32: 'IntStorage',
  int64: 'LongStorage',
};

/**
 * Writes a state dict as `torch.save` does since PyTorch 1.6. Tensors with the same `values` share a storage, as tied
 * weights do. Values that are made on demand are held one tensor at a time.
 */
export async function writeTorch(
  file: string,
  tensors: readonly TorchTensorToWrite[],
  options: TorchOptions = {},
): Promise<void> {
  await writeZip(file, entriesOf(tensors, options), { zip64End: true });
}

function* entriesOf(tensors: readonly TorchTensorToWrite[], options: TorchOptions): Generator<ZipEntry> {
  const entry = (name: string, bytes: Uint8Array) => ({
    name: `archive/${name}`,
    bytes,
    style: 'torch' as const,
  });
  const keys = new Map<TensorToWrite['values'], string>();
  for (const { values } of tensors) if (!keys.has(values)) keys.set(values, String(keys.size));
  yield entry('data.pkl', pickleOf(tensors, keys, options));
  if (options.byteOrder !== undefined) yield entry('byteorder', Buffer.from(options.byteOrder));
  const written = new Set<string>();
  for (const tensor of tensors) {
    const key = keys.get(tensor.values)!;
    if (written.has(key)) continue;
    written.add(key);
    const bytes = encodeValues(valuesOf(tensor), tensor.type ?? 'float32', options.byteOrder === 'big');
    yield entry(`data/${key}`, bytes);
  }
  yield entry('version', Buffer.from('3\n'));
}

function pickleOf(
  tensors: readonly TorchTensorToWrite[],
  keys: ReadonlyMap<TensorToWrite['values'], string>,
  { root, metadata = true }: TorchOptions,
): Uint8Array {
  const pickle = new PickleWriter();
  const emptyDict = () => pickle.global('collections', 'OrderedDict').op(')').op('R');
  if (root !== undefined) pickle.op('}').text(root);
  emptyDict().op('(');
  for (const tensor of tensors) {
    pickle.text(tensor.name);
    if (tensor.parameter) pickle.global('torch._utils', '_rebuild_parameter').op('(');
    putTensor(pickle, tensor, keys.get(tensor.values)!);
    if (tensor.parameter) {
      pickle.raw(0x88);
      emptyDict().op('t').op('R');
    }
  }
  pickle.op('u');
  if (metadata) {
    pickle.op('}').text('_metadata');
    emptyDict().text('').op('}').text('version').int(1).op('s').op('s').op('s').op('b');
  }
  if (root !== undefined) pickle.op('s');
  return pickle.toBytes();
}

function putTensor(pickle: PickleWriter, tensor: TorchTensorToWrite, key: string): void {
  const { shape, type = 'float32', strides = rowMajor(shape), offset = 0 } = tensor;
  pickle.global('torch._utils', '_rebuild_tensor_v2').op('(');
  pickle.op('(').text('storage').global('torch', storageClasses[type]).text(key).text('cpu');
  pickle
    .int(tensor.storageLength ?? countOf(shape))
    .op('t')
    .op('Q');
  pickle.int(offset).ints(shape).ints(strides).raw(0x89);
  pickle.global('collections', 'OrderedDict').op(')').op('R').op('t').op('R');
}

function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => countOf(shape.slice(axis + 1)));
}
