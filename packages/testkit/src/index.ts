export { CountingAllocator } from './counting-allocator.ts';
export { type DecoderClip, type DecoderSuite, describeDecoder } from './describe-decoder.ts';
