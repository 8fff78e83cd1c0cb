export { checkInput } from './check-input.ts';
export { chooseStream, type StreamChoice } from './choose-stream.ts';
export { copyPlane } from './copy-plane.ts';
export { createDecodeStage, type DecodeStageOptions } from './decode-stage.ts';
export { FramePool, type FramePoolOptions } from './frame-pool.ts';
export { identifyVideo } from './identify-video.ts';
export { type PlaneSamples, planeSamples } from './plane-samples.ts';
export { probeVideo, type VideoProbe } from './probe-video.ts';
export { type ResolvedColor, resolveColor } from './resolve-color.ts';
