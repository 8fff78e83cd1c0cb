export { defineConfig, type FrameSieveConfig } from './config.ts';
