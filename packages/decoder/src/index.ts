export { chooseStream, type StreamChoice } from './backend/choose-stream.ts';
export { StallWatch, type StallWatchOptions } from './backend/stall-watch.ts';
export { createDecodeStage, type DecodeStageOptions } from './decode-stage.ts';
export { copyPlane } from './frame/copy-plane.ts';
export { FramePool, type FramePoolOptions } from './frame/frame-pool.ts';
export {
  type Orientation,
  orientationOfMatrix,
  quarterTurns,
  type TurningEntries,
} from './frame/orientation.ts';
export { type PlaneSamples, planeSamples } from './frame/plane-samples.ts';
export { type CheckInputOptions, checkInput } from './input/check-input.ts';
export { identifyVideo } from './input/identify-video.ts';
export { type InputAccess, inputAccess } from './input/input-access.ts';
export { probeVideo, type VideoProbe } from './probe-video.ts';
export {
  planReread,
  type RereadCosts,
  type RereadGroup,
  type RereadPlan,
  type SeekPoint,
} from './reread/plan-reread.ts';
export { SeekIndex } from './reread/seek-index.ts';
export { SoughtPlace, type SoughtPlaceOptions } from './reread/sought-place.ts';
export { frameToRgb } from './rgb/frame-to-rgb.ts';
