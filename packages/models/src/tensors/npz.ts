import type { Archive, ArchiveEntry } from './archive.ts';
import { BadFile, shown } from './bad-file.ts';
import { decodeElements, toRowMajor } from './elements.ts';
import { type NpyHeader, npyHeadLimit, parseNpyHeader } from './npy.ts';
import type { TensorInfo } from './tensor-file.ts';
import type { TensorSource } from './tensor-source.ts';

const ending = '.npy';
// The head of nearly every array; longer ones are read again.
const usualHead = 512;

/** Whether the archive is one of arrays, as `np.savez` writes it. */
export function isNpz(archive: Archive): boolean {
  return [...archive.entries.keys()].some(name => name.endsWith(ending));
}

/**
 * Reads the heads of all arrays of an .npz file.
 *
 * @throws BadFile when an array's head is damaged, or not what its data are.
 */
export async function readNpz(archive: Archive): Promise<TensorSource> {
  const tensors = new Map<string, TensorInfo>();
  const sources = new Map<string, ArchiveEntry>();
  for (const entry of archive.entries.values()) {
    if (!entry.name.endsWith(ending)) continue;
    const name = entry.name.slice(0, -ending.length);
    const { shape, type } = await readHeader(name, entry);
    tensors.set(name, { name, shape, type });
    sources.set(name, entry);
  }
  return {
    format: 'npz',
    tensors,
    read: async ({ name }) => {
      const bytes = await sources.get(name)!.read();
      return inArray(name, () => decodeNpy(bytes));
    },
  };
}

async function readHeader(name: string, entry: ArchiveEntry): Promise<NpyHeader> {
  const start = await entry.readStart(usualHead);
  try {
    return parseNpyHeader(start, entry.size);
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
  }
  const longer = await entry.readStart(npyHeadLimit);
  return inArray(name, () => parseNpyHeader(longer, entry.size));
}

function decodeNpy(bytes: Uint8Array): Float32Array | Float64Array {
  const header = parseNpyHeader(bytes, bytes.length);
  const { type, shape, code } = header;
  if (type === 'other') throw new BadFile(`is of type ${code}, which can't be read`);
  const values = decodeElements(bytes.subarray(header.dataStart), type, header.littleEndian);
  return header.fortranOrder ? toRowMajor(values, shape, values.slice()) : values;
}

/** Says in which array something is wrong. */
function inArray<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    const { hint, cause } = error;
    throw new BadFile(`holds an array "${shown(name)}" that ${error.message}`, { hint, cause });
  }
}
