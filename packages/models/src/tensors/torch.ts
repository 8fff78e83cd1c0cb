import type { Archive } from './archive.ts';
import { BadFile, shown } from './bad-file.ts';
import { decodeElements, elementBytes, elementCount, gather, type ReadableType } from './elements.ts';
import { nameTensors } from './name-tensors.ts';
import { unpickle } from './pickle.ts';
import type { TensorInfo } from './tensor-file.ts';
import type { TensorSource } from './tensor-source.ts';
import { type TorchTensor, torchObjects } from './torch-objects.ts';

const pickleLimit = 2 ** 24;

/** The folder in the archive that holds what PyTorch saved, with its slash; `null` where there is none. */
export function torchFolder(archive: Archive): string | null {
  const folders = [...archive.entries.keys()]
    .map(name => /^([^/]+\/)data\.pkl$/.exec(name)?.[1])
    .filter(folder => folder !== undefined);
  return folders.length === 1 ? folders[0]! : null;
}

/**
 * Reads the list of the tensors in a file that `torch.save` wrote (the ZIP form, PyTorch 1.6 or newer), below this
 * folder of the archive. Nothing of the file is executed.
 *
 * @throws BadFile when it is damaged, or holds other than tensors, numbers and texts in dicts and lists.
 */
export async function readTorch(archive: Archive, folder: string): Promise<TensorSource> {
  const littleEndian = await isLittleEndian(archive, folder);
  const pickle = archive.entries.get(`${folder}data.pkl`)!;
  if (pickle.size > pickleLimit) throw new BadFile(`holds a pickle of ${pickle.size} bytes: too many`);
  const found = nameTensors(unpickle(await pickle.read(), torchObjects));
  const tensors = new Map<string, TensorInfo>();
  for (const [name, tensor] of found) {
    checkStorage(archive, folder, name, tensor);
    tensors.set(name, { name, shape: tensor.shape, type: tensor.storage.type });
  }
  return {
    format: 'torch',
    tensors,
    read: async ({ name }) => {
      const tensor = found.get(name)!;
      const bytes = await archive.entries.get(`${folder}data/${tensor.storage.key}`)!.read();
      return readView(bytes, tensor, tensor.storage.type as ReadableType, littleEndian);
    },
  };
}

/** PyTorch 2.1 and newer say in which order of bytes the machine stored numbers; before, it was always little-endian. */
async function isLittleEndian(archive: Archive, folder: string): Promise<boolean> {
  const entry = archive.entries.get(`${folder}byteorder`);
  if (!entry) return true;
  const order = Buffer.from(await entry.readStart(16))
    .toString('latin1')
    .trim();
  if (order !== 'little' && order !== 'big')
    throw new BadFile(`states an unknown byte order, "${shown(order)}"`);
  return order === 'little';
}

function checkStorage(archive: Archive, folder: string, name: string, { storage }: TorchTensor): void {
  const entry = archive.entries.get(`${folder}data/${storage.key}`);
  if (!entry) throw new BadFile(`lacks the data of the tensor "${shown(name)}"`);
  if (storage.type === 'other' || entry.size === storage.length * elementBytes[storage.type]) return;
  throw new BadFile(
    `has ${entry.size} bytes for the tensor "${shown(name)}" where ${storage.length} elements of ${storage.type} were saved`,
  );
}

function readView(
  bytes: Uint8Array,
  { offset, shape, strides }: TorchTensor,
  type: ReadableType,
  littleEndian: boolean,
): Float32Array | Float64Array {
  const count = elementCount(shape)!;
  const size = elementBytes[type];
  if (count === 0 || isRowMajor(shape, strides)) {
    const start = count === 0 ? 0 : offset * size;
    return decodeElements(bytes.subarray(start, start + count * size), type, littleEndian);
  }
  const values = decodeElements(bytes, type, littleEndian);
  const target = values instanceof Float64Array ? new Float64Array(count) : new Float32Array(count);
  return gather(values, shape, strides, offset, target);
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    // Along an axis of length 1, the stride is never used.
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}
