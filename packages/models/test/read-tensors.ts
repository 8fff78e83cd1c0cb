import { openTensorFile } from '../src/tensors/open-tensor-file.ts';

/** All tensors of a file that can be read, as plain arrays. */
export async function readTensors(path: string): Promise<Record<string, number[]>> {
  await using file = await openTensorFile(path);
  const all: Record<string, number[]> = {};
  for (const { name, type } of file.tensors.values())
    if (type !== 'other') all[name] = [...(await file.read(name))];
  return all;
}
