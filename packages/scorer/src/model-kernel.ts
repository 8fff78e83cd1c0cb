import { readFile } from 'node:fs/promises';
import type { ImageScorer, ScorerOptions } from '@framesieve/core';

/** A model file that was found. */
export interface LocatedModel {
  /** Id that the metric goes by, whatever the file says. */
  readonly id: string;
  /** Path of the .onnx file. */
  readonly file: string;
  /** Bytes of it. */
  readonly bytes: Uint8Array;
}

/**
 * Another way to compute the scores of a model than by its graph: faster on the CPU, and the same but for rounding. It reads
 * the parameters from the same file.
 */
export interface ModelKernel {
  /** Version of the computation. */
  readonly version: string;
  /** Whether it computes what this model does. A model that doesn't say so is computed by its graph. */
  computes(model: Uint8Array): Promise<boolean>;
  /**
   * Makes a scorer of a model that it computes.
   *
   * @throws FrameSieveError `metric-unavailable` when the file contradicts itself.
   */
  create(model: LocatedModel, options: ScorerOptions): Promise<ImageScorer>;
}

/** Whether options leave the choice to a kernel: on a GPU, and where it is asked for, the graph is run. */
export function wantsKernel({ device, kernel = 'auto' }: ScorerOptions): boolean {
  return kernel === 'auto' && (device === 'auto' || device === 'cpu');
}

/** Whether a kernel computes the model in a file; not, where the file can't be read. */
export async function computesFile(kernel: ModelKernel, file: string): Promise<boolean> {
  try {
    return await kernel.computes(await readFile(file));
  } catch {
    return false;
  }
}
