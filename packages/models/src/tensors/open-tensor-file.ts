import { type FileHandle, open } from 'node:fs/promises';
import { type Archive, openArchive } from './archive.ts';
import { BadFile, nameFile, shown } from './bad-file.ts';
import { FileReader } from './file-reader.ts';
import { isNpz, readNpz } from './npz.ts';
import { recognisableStart, recogniseFile } from './recognise-file.ts';
import { readingError, sizeOf } from './regular-file.ts';
import type { TensorFile } from './tensor-file.ts';
import type { TensorSource } from './tensor-source.ts';
import { readTorch, torchFolder } from './torch.ts';

const zipMagic = 'PK';

/**
 * Opens a file of tensors, whatever it is called: NumPy's .npz, or what `torch.save` of PyTorch 1.6 or newer wrote.
 * Only its table of contents is read; nothing in it is executed or unpacked to disk. Close it.
 *
 * @throws FrameSieveError `model-invalid` when there is no such file, or it is damaged or something else; the message says what.
 */
export async function openTensorFile(path: string): Promise<TensorFile> {
  let handle: FileHandle | null = null;
  try {
    const size = await sizeOf(path);
    handle = await open(path);
    const source = await readSource(new FileReader(handle, size));
    return new OpenTensorFile(path, handle, source);
  } catch (error) {
    await handle?.close();
    throw readingError(path, error);
  }
}

class OpenTensorFile implements TensorFile {
  readonly path: string;
  readonly format: TensorFile['format'];
  readonly tensors: TensorFile['tensors'];
  readonly #handle: FileHandle;
  readonly #source: TensorSource;

  constructor(path: string, handle: FileHandle, source: TensorSource) {
    this.path = path;
    this.format = source.format;
    this.tensors = source.tensors;
    this.#handle = handle;
    this.#source = source;
  }

  async read(name: string): Promise<Float32Array | Float64Array> {
    try {
      const tensor = this.tensors.get(name);
      if (!tensor) throw new BadFile(`has no tensor "${shown(name)}"`);
      if (tensor.type === 'other')
        throw new BadFile(`holds a tensor "${shown(name)}" of a type that can't be read`);
      return await this.#source.read(tensor);
    } catch (error) {
      throw nameFile(this.path, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

async function readSource(reader: FileReader): Promise<TensorSource> {
  const start = new Uint8Array(Math.min(reader.size, recognisableStart));
  await reader.readInto(start, 0);
  if (!Buffer.from(start.subarray(0, 2)).equals(Buffer.from(zipMagic))) {
    const { what, hint } = recogniseFile(start, reader.size);
    throw new BadFile(`is ${what}`, { hint });
  }
  const archive = await openArchive(reader);
  if (isNpz(archive)) return readNpz(archive);
  const folder = torchFolder(archive);
  if (folder === null) throw otherArchive(archive);
  if ([...archive.entries.keys()].some(name => name.startsWith(`${folder}code/`)))
    throw new BadFile('is a TorchScript archive: a program, not tensors alone', {
      hint: 'Load it in PyTorch and save its tensors: torch.save(torch.jit.load(file).state_dict(), newFile).',
    });
  return readTorch(archive, folder);
}

function otherArchive({ entries }: Archive): BadFile {
  const names = [...entries.keys()].slice(0, 3).map(name => `"${shown(name)}"`);
  const holds =
    names.length === 0 ? 'is empty' : `holds ${names.join(', ')}${entries.size > names.length ? ', …' : ''}`;
  return new BadFile(`is a ZIP archive, but neither of NumPy nor of PyTorch: it ${holds}`, {
    hint: 'Give an .npz, .pth or .pt file; if it is in the archive, unpack that first.',
  });
}
