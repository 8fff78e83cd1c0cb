export type { DownloadedFile, DownloadProgress, DownloadRequest } from './download/download-request.ts';
export { type Fit, planFit, preparedSize, type Size } from './fit-plan.ts';
export { toFloat16 } from './float16.ts';
export {
  type Attributes,
  type Dimension,
  type FloatAttribute,
  float,
  GraphBuilder,
  type ModelOptions,
  type Value,
} from './graph-builder.ts';
export { type FitModelRequest, fitModel, fitUnstored, type StoredFit } from './library/fit-model.ts';
export { type ImportRequest, importModel } from './library/import-model.ts';
export { checkModelId } from './library/installed-files.ts';
export type { InstalledModel } from './library/installed-models.ts';
export {
  type LibraryModel,
  ModelLibrary,
  type ModelLibraryOptions,
  type ModelRunner,
} from './library/model-library.ts';
export { type PullRequest, pullModel } from './library/pull-model.ts';
export type { Receipt } from './library/receipt.ts';
export { selfTestPictures } from './library/self-test-pictures.ts';
export type { StoredModel } from './library/store-model.ts';
export { type ModelCheck, verifyModel } from './library/verify-model.ts';
export {
  type ModelInputOverride,
  type ModelMetadataOverride,
  parseMetadataOverride,
} from './metadata-override.ts';
export { type ModelInput, type Resampling, type ResizePolicy, rawPixels } from './model-input.ts';
export {
  type CompleteModelMetadata,
  formatModelMetadata,
  type ModelBatch,
  type ModelMetadata,
  type ModelOutput,
  metadataKeys,
  parseModelMetadata,
} from './model-metadata.ts';
export { frameSieveHome } from './models-folder.ts';
export type { ElementType } from './onnx-schema.ts';
export { readConstant } from './read-constant.ts';
export { type ModelSummary, type ModelValue, readModel } from './read-model.ts';
export { readModelMetadata } from './read-model-metadata.ts';
export { type FixedSize, sizeProblem } from './size-problem.ts';
export { expectTensors, type TensorExpectations } from './tensors/check-tensors.ts';
export { type LibsvmModel, type LibsvmOptions, parseLibsvmModel } from './tensors/libsvm.ts';
export { type LibsvmRange, parseLibsvmRange } from './tensors/libsvm-range.ts';
export { type Mat5Matrix, readMat5 } from './tensors/mat5.ts';
export { openTensorFile } from './tensors/open-tensor-file.ts';
export { readWholeFile } from './tensors/read-whole-file.ts';
export type { TensorFile, TensorInfo, TensorType } from './tensors/tensor-file.ts';
