export type { ImageContext } from '@framesieve/core';
export type { OnnxScorer, OnnxScorerOptions } from './create-onnx-scorer.ts';
export { createScoreStage, type ScoreStageOptions } from './create-score-stage.ts';
export {
  createOnnxScorer,
  loadOnnxFile,
  onnxAvailability,
  onnxProviders,
  openModel,
  providerStates,
  readGpus,
} from './load-on-demand.ts';
export type { OnnxFile } from './load-onnx-file.ts';
export type { InputTensor, OnnxModel, OpenModelOptions } from './open-model.ts';
export { type ResampleOptions, resampleImage } from './resample.ts';
export type { ProviderState } from './runtime/provider-states.ts';
export type { Gpu } from './runtime/read-gpus.ts';
export type { OutputTensor } from './runtime/runtime.ts';
