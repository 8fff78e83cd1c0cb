import type { Availability } from '@framesieve/core';
import type { OnnxScorer, OnnxScorerOptions } from './create-onnx-scorer.ts';
import type { OnnxFile } from './load-onnx-file.ts';
import type { OnnxModel, OpenModelOptions } from './open-model.ts';
import type { ProviderState } from './runtime/provider-states.ts';
import type { Gpu } from './runtime/read-gpus.ts';

// What reads and runs models takes a while to load, and a program that scores with a kernel needs none of it.

/**
 * Makes a scorer from an ONNX file. What is particular to the metric (direction, input, output) is read from the file's
 * metadata; a file without a metric id gets `custom/` and the first 8 digits of its SHA-256.
 *
 * @throws FrameSieveError `metric-unavailable` when the bytes are not an ONNX model, its metadata is missing, wrong or
 *   not true of it, it behaves as in training, or the runtime refuses it.
 */
export async function createOnnxScorer(options: OnnxScorerOptions): Promise<OnnxScorer> {
  const module = await import('./create-onnx-scorer.ts');
  return module.createOnnxScorer(options);
}

/**
 * Makes a scorer from a model file.
 *
 * @throws FrameSieveError `metric-unavailable`, naming the file, when it can't be read, or as {@link createOnnxScorer}.
 */
export async function loadOnnxFile(options: OnnxFile): Promise<OnnxScorer> {
  const module = await import('./load-onnx-file.ts');
  return module.loadOnnxFile(options);
}

/**
 * Loads a model into ONNX Runtime, as it is: no metadata is read. Tensors go in and come out by name, also features on the
 * way to a score, where the model has them as outputs. A provider that can't be had is replaced by the CPU, with a warning;
 * so is one that fails in a call, which is then done again.
 *
 * @throws FrameSieveError `metric-unavailable` when the runtime is not installed or refuses the model.
 */
export async function openModel(model: Uint8Array, options: OpenModelOptions = {}): Promise<OnnxModel> {
  const module = await import('./open-model.ts');
  return module.openModel(model, options);
}

/** Whether ONNX Runtime can be used on this machine: what a metric that is an ONNX file answers when asked if it is available. */
export async function onnxAvailability(): Promise<Availability> {
  const module = await import('./runtime/availability.ts');
  return module.onnxAvailability();
}

/**
 * The execution providers that ONNX Runtime brings along for this machine, e.g. `cpu`, `cuda`; the values of `device`.
 *
 * @throws FrameSieveError `metric-unavailable` when the runtime can't be loaded.
 */
export async function onnxProviders(): Promise<readonly string[]> {
  const module = await import('./runtime/availability.ts');
  return module.onnxProviders();
}

/**
 * Which of the execution providers of ONNX Runtime can be used here, found out by opening a tiny model on each. That is done
 * in processes of their own, since a provider that can't be used may write to the console or crash.
 *
 * @throws FrameSieveError `metric-unavailable` when the runtime can't be loaded.
 */
export async function providerStates(): Promise<readonly ProviderState[]> {
  const module = await import('./runtime/provider-states.ts');
  return module.providerStates();
}

/**
 * The GPUs of this machine that NVIDIA's tool knows, in the order of their numbers.
 *
 * @returns none where there is no such tool, or it answers otherwise.
 */
export async function readGpus(): Promise<readonly Gpu[]> {
  const module = await import('./runtime/read-gpus.ts');
  return module.readGpus();
}
