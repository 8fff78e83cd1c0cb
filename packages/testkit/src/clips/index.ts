export type { CachedFile } from './clip-cache.ts';
export {
  frameNumberLimit,
  leastNumberedSize,
  type NumberedPlane,
  readFrameNumber,
  writeFrameNumber,
} from './frame-number.ts';
export { type ClipOptions, type ClipTruth, makeClip } from './make-clip.ts';
export { sharedClip } from './shared-clip.ts';
export { drawTestPicture, type TestPicture } from './test-picture.ts';
