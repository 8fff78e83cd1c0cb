export { type Picture, takePicture } from './camera.ts';
export {
  type CatalogueTruth,
  type ClipRecipe,
  catalogueClip,
  clipCatalogue,
  type PictureRun,
  type StreamTruth,
} from './catalogue/index.ts';
export {
  colorRecipes,
  losslessOptions,
  orientationRecipes,
  type PixelRecipe,
  pixelClip,
  type StatedPicture,
  sampleRecipes,
  scanRecipes,
  shapeRecipes,
} from './catalogue-pixels/index.ts';
export type { CachedFile } from './clip-cache.ts';
export { deadLeaves, type Plane, type Scene, type SceneOptions } from './dead-leaves.ts';
export { addNoise, defocus, expose, motionBlur } from './degrade.ts';
export type { Stretch, StretchKind } from './demo-plan.ts';
export { type EncodeSettings, encodeClip, type TimedPicture } from './encode-clip.ts';
export { encodePicture, type PictureEncoding } from './encode-picture.ts';
export { encodeSamples, type SampleEncoding } from './encode-samples.ts';
export {
  frameNumberLimit,
  leastNumberedSize,
  type NumberedPlane,
  readFrameNumber,
  writeFrameNumber,
} from './frame-number.ts';
export { generatorVersion } from './generator-version.ts';
export { type ClipOptions, type ClipTruth, encodeSettings, makeClip } from './make-clip.ts';
export { type DemoClipOptions, type DemoTruth, makeDemoClip } from './make-demo-clip.ts';
export { createRandom, type Random } from './random.ts';
export { sharedClip, sharedDemoClip } from './shared-clip.ts';
export { drawTestPicture, type TestPicture } from './test-picture.ts';
