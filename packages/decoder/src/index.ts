export { copyPlane } from './copy-plane.ts';
export { FramePool, type FramePoolOptions } from './frame-pool.ts';
