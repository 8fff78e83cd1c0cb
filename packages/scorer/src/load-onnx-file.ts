import { readFile } from 'node:fs/promises';
import { FrameSieveError, messageOf, type ScorerOptions } from '@framesieve/core';
import type { ModelMetadataOverride } from '@framesieve/models';
import { createOnnxScorer, type OnnxScorer } from './create-onnx-scorer.ts';

/** A model file, and how to use it. */
export interface OnnxFile {
  /** Path of the .onnx file. */
  readonly file: string;
  /** Id that the metric goes by, whatever the file says. */
  readonly id: string;
  readonly options: ScorerOptions;
  readonly metadata?: ModelMetadataOverride;
}

/**
 * Makes a scorer from a model file.
 *
 * @throws FrameSieveError `metric-unavailable`, naming the file, when it can't be read, or as `createOnnxScorer`.
 */
export async function loadOnnxFile({ file, id, options, metadata = {} }: OnnxFile): Promise<OnnxScorer> {
  const model = await readFile(file).catch((cause: unknown) => {
    throw new FrameSieveError({
      code: 'metric-unavailable',
      message: `The model of ${id} can't be read: ${messageOf(cause)}`,
      hint: 'Install it again, or correct the path.',
      cause,
    });
  });
  try {
    return await createOnnxScorer({ model, options, metadata: { ...metadata, metric: id } });
  } catch (cause) {
    if (!FrameSieveError.isInstance(cause)) throw cause;
    throw new FrameSieveError({
      code: cause.code,
      message: `${id} ("${file}"): ${cause.message}`,
      hint: cause.hint ?? undefined,
      cause,
    });
  }
}
