export {
  createOnnxScorer,
  type ImageContext,
  type OnnxScorer,
  type OnnxScorerOptions,
} from './create-onnx-scorer.ts';
export { createScoreStage, type ScoreStageOptions } from './create-score-stage.ts';
export { onnxAvailability, onnxProviders } from './onnx-runtime.ts';
