export { FramePool, type FramePoolOptions } from './frame-pool.ts';
