import type { ModelMetadataOverride } from './metadata-override.ts';
import { type CompleteModelMetadata, parseModelMetadata } from './model-metadata.ts';
import { readModel } from './read-model.ts';

/** Reads FrameSieve's metadata from a model file; see {@link readModel} and {@link parseModelMetadata} for the errors. */
export function readModelMetadata(
  bytes: Uint8Array,
  given: ModelMetadataOverride = {},
): CompleteModelMetadata {
  return parseModelMetadata(readModel(bytes).metadata, given);
}
