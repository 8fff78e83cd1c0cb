import { BadFile, shown } from './bad-file.ts';
import { elementCount } from './elements.ts';
import { formatShape } from './npy.ts';
import type { PickleHost } from './pickle.ts';
import type { TensorType } from './tensor-file.ts';

/** A run of elements in an entry of its own. */
export class TorchStorage {
  readonly type: TensorType;
  /** Name of the entry below `data/`. */
  readonly key: string;
  /** Elements. */
  readonly length: number;

  constructor(type: TensorType, key: string, length: number) {
    this.type = type;
    this.key = key;
    this.length = length;
  }
}

/** A view of a storage: element (i, j, …) is the one at `offset + i × strides[0] + j × strides[1] + …`. */
export class TorchTensor {
  readonly storage: TorchStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: TorchStorage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

class Callable {
  readonly call: (args: readonly unknown[]) => unknown;

  constructor(call: (args: readonly unknown[]) => unknown) {
    this.call = call;
  }
}

class StorageClass {
  readonly type: TensorType;

  constructor(type: TensorType) {
    this.type = type;
  }
}

const rankLimit = 64;
const storageClasses: ReadonlyMap<string, TensorType> = new Map<string, TensorType>([
  ['HalfStorage', 'float16'],
  ['BFloat16Storage', 'bfloat16'],
  ['FloatStorage', 'float32'],
  ['DoubleStorage', 'float64'],
  ['IntStorage', 'int32'],
  ['LongStorage', 'int64'],
]);
const callables: ReadonlyMap<string, Callable> = new Map([
  ['collections.OrderedDict', new Callable(orderedDict)],
  ['torch._utils._rebuild_tensor_v2', new Callable(rebuildTensor)],
  ['torch._utils._rebuild_parameter', new Callable(rebuildParameter)],
]);

/** The few classes and functions of PyTorch that saved tensors are made of; everything else is refused by its name. */
export const torchObjects: PickleHost = {
  global(module, name) {
    const known = callables.get(`${module}.${name}`);
    if (known) return known;
    if (module === 'torch' && /^[A-Za-z0-9]{1,20}Storage$/.test(name))
      return new StorageClass(storageClasses.get(name) ?? 'other');
    throw new BadFile(
      `asks to call ${shown(`${module}.${name}`)}, which tensors are not made of; nothing of it was run`,
      {
        hint: 'If you trust where the file comes from, load it in PyTorch and save its tensors alone: torch.save(model.state_dict(), file).',
      },
    );
  },

  call(callee, args) {
    if (!(callee instanceof Callable)) throw strange();
    return callee.call(args);
  },

  persistent(id) {
    const [kind, storageClass, key, , length] = Array.isArray(id) ? (id as readonly unknown[]) : [];
    if (kind !== 'storage' || !(storageClass instanceof StorageClass)) throw strange();
    if (typeof key !== 'string' || !/^\w{1,100}$/.test(key) || !isCount(length)) throw strange();
    return new TorchStorage(storageClass.type, key, length);
  },

  // What modules note of themselves (`_metadata`) is of no use here.
  setState(object, state) {
    if (!(object instanceof Map) || !(state instanceof Map)) throw strange();
  },
};

function orderedDict([items = [], ...rest]: readonly unknown[]): unknown {
  if (!Array.isArray(items) || rest.length > 0) throw strange();
  const dict = new Map<unknown, unknown>();
  for (const item of items as readonly unknown[]) {
    if (!Array.isArray(item) || item.length !== 2) throw strange();
    dict.set(item[0], item[1]);
  }
  return dict;
}

/** Arguments: storage, offset, shape, strides, whether it wants gradients, hooks, and perhaps metadata. */
function rebuildTensor([storage, offset, shape, strides]: readonly unknown[]): TorchTensor {
  if (!(storage instanceof TorchStorage)) throw strange();
  if (!isCount(offset) || !areCounts(strides) || !Array.isArray(shape)) throw strange();
  const count = areCounts(shape) ? elementCount(shape) : null;
  if (!areCounts(shape) || count === null)
    throw new BadFile(`holds a tensor of an impossible shape, ${formatShape(shape)}`);
  if (shape.length !== strides.length || shape.length > rankLimit) throw strange();
  const last = shape.reduce((at, length, axis) => at + (length - 1) * strides[axis]!, offset);
  // A view of more elements than there are would make a small file large.
  if (count > 0 && (last >= storage.length || count > storage.length))
    throw new BadFile(`holds a tensor of shape ${formatShape(shape)} that reaches beyond its data`);
  return new TorchTensor(storage, offset, shape, strides);
}

/** Arguments: tensor, whether it wants gradients, hooks. */
function rebuildParameter([tensor]: readonly unknown[]): TorchTensor {
  if (!(tensor instanceof TorchTensor)) throw strange();
  return tensor;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

function strange(): BadFile {
  return new BadFile('holds a pickle that puts tensors together in a way that PyTorch does not');
}
