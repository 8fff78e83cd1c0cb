import { FrameSieveError } from '@framesieve/core';
import { expectTensors, openTensorFile, type TensorFile } from '@framesieve/models';
import { findFlaxWeights } from './flax-weights.ts';
import { type MusiqSizes, type MusiqWeights, type WeightName, weightShapes } from './musiq-weights.ts';
import { permuteAxes } from './permute-axes.ts';
import { findPytorchWeights } from './pytorch-weights.ts';
import type { WeightMap, WeightSource } from './weight-map.ts';

/** The most classes that a head may have: the authors' have 1 or 10. */
const mostClasses = 10;

/** The weights of a file, and what form it has. */
export interface WeightFile {
  readonly weights: MusiqWeights;
  /** `npz`: the authors' checkpoint; `torch`: a file of the PyTorch port. */
  readonly format: TensorFile['format'];
  /** What a person may want to know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads the network from an authors' checkpoint (.npz) or a file of the PyTorch port (.pth).
 *
 * @throws FrameSieveError `model-invalid` that lists what is missing, not expected, or of another shape or type.
 */
export async function readWeights(path: string, signal: AbortSignal): Promise<WeightFile> {
  await using file = await openTensorFile(path);
  const { format } = file;
  const map = format === 'npz' ? findFlaxWeights(file) : findPytorchWeights(file);
  checkSizes(file, map.sizes);
  checkTensors(file, map);
  const tensors = new Map<WeightName, Float32Array>();
  for (const name of weightShapes(map.sizes).keys()) {
    signal.throwIfAborted();
    tensors.set(name, await readTensor(file, map.sources.get(name)!));
  }
  const { layers, hidden, classes } = map.sizes;
  const head = classes === 1 ? 'one score' : `a distribution over ${classes} scores`;
  const summary = `Read ${tensors.size} tensors: ${layers} layers, ${hidden} wide, giving ${head}.`;
  return { weights: { sizes: map.sizes, tensors }, format, notes: [summary, ...map.notes] };
}

function checkTensors(file: TensorFile, { sources, ignored }: WeightMap): void {
  const expected = new Map([...sources.values()].map(({ name, shape }) => [name, shape]));
  expectTensors(file, expected, { ignore: name => ignored.has(name) });
}

function checkSizes({ path }: TensorFile, { hidden, heads, classes }: MusiqSizes): void {
  const refuse = (message: string, hint: string): never => {
    throw new FrameSieveError({ code: 'model-invalid', message: `"${path}" ${message}.`, hint });
  };
  if (!Number.isInteger(hidden / heads))
    refuse(
      `holds tokens of width ${hidden}, which ${heads} attention heads can't share`,
      'Give a checkpoint of MUSIQ.',
    );
  if (classes > mostClasses)
    refuse(
      `holds a network that tells ${classes} classes apart; scores have ${mostClasses} at most`,
      'Give a file that was trained on ratings; one that was trained on ImageNet only gives no score.',
    );
}

async function readTensor(file: TensorFile, source: WeightSource): Promise<Float32Array> {
  const values = await file.read(source.name);
  const single = values instanceof Float32Array ? values : Float32Array.from(values);
  if (!single.every(Number.isFinite))
    throw new FrameSieveError({
      code: 'model-invalid',
      message: `"${file.path}" holds numbers that are not finite, in ${source.name}.`,
      hint: 'Get the file again; if that does not help, its training failed.',
    });
  return source.axes ? permuteAxes(single, source.view ?? source.shape, source.axes) : single;
}
