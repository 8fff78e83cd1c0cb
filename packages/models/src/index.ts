export {
  type Attributes,
  type Dimension,
  type FloatAttribute,
  float,
  GraphBuilder,
  type ModelOptions,
  type Value,
} from './graph-builder.ts';
export {
  formatModelMetadata,
  type ModelInput,
  type ModelMetadata,
  type ModelOutput,
  metadataKeys,
  parseModelMetadata,
  readModelMetadata,
} from './model-metadata.ts';
export type { ElementType } from './onnx-schema.ts';
export { type ModelSummary, type ModelValue, readModel } from './read-model.ts';
