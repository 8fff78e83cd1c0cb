export {
  createOnnxScorer,
  type ImageContext,
  type OnnxScorer,
  type OnnxScorerOptions,
} from './create-onnx-scorer.ts';
export { createScoreStage, type ScoreStageOptions } from './create-score-stage.ts';
export { loadOnnxFile, type OnnxFile } from './load-onnx-file.ts';
export {
  type InputTensor,
  type OnnxModel,
  type OpenModelOptions,
  type OutputTensor,
  onnxAvailability,
  onnxProviders,
  openModel,
} from './onnx-runtime.ts';
export { type ResampleOptions, resampleImage } from './resample.ts';
