import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { musiqFamily } from '@framesieve/plugin-musiq';
import { root, run } from '@framesieve/scripts/workspace';
import { sharedFolder } from '@framesieve/testkit/shared';
import { temporaryFolder } from './command.ts';

/** A MUSIQ network, as an ONNX file. */
export interface MusiqModel {
  readonly name: string;
  readonly model: Uint8Array;
}

/** A network of the published size with random weights; before it a tiny one where the reference data is at hand. */
export async function musiqModels(): Promise<readonly [MusiqModel, ...MusiqModel[]]> {
  const shared = sharedFolder();
  const full = { name: 'full-size MUSIQ with random weights', model: await randomModel() };
  if (shared === null) return [full];
  return [{ name: 'tiny MUSIQ', model: await convert(join(shared, 'reference', 'musiq-tiny.pth')) }, full];
}

async function randomModel(): Promise<Uint8Array> {
  using folder = temporaryFolder();
  const script = join(root, 'plugins', 'musiq', 'scripts', 'measure.ts');
  const [checkpoint, model] = ['random.npz', 'random.onnx'].map(name => join(folder.path, name)) as [
    string,
    string,
  ];
  const node = (args: readonly string[]) =>
    run(process.execPath, ['--conditions=@framesieve/source', script, ...args]);
  await node(['write', checkpoint]);
  await node(['convert', checkpoint, model]);
  return readFile(model);
}

async function convert(file: string): Promise<Uint8Array> {
  const { model } = await musiqFamily.convert({
    id: 'musiq/tiny',
    known: null,
    files: [file],
    profile: null,
    precision: 'float32',
    signal: new AbortController().signal,
  });
  return model;
}
