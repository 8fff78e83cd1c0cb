export { changedDecoder } from './changed-decoder.ts';
export { CountingAllocator } from './counting-allocator.ts';
export type { DecoderClip, DecoderKnowledge, DecoderSuite } from './decoder-suite.ts';
export { describeDecoder } from './describe-decoder.ts';
export { describeScorer, type ScorerSuite } from './describe-scorer.ts';
export { describeSelector, type SelectorSuite } from './describe-selector.ts';
export { describeStore, type StoreSuite } from './describe-store.ts';
export { type DoubledClip, doubledClip } from './doubled-clip.ts';
export {
  createFakeDecoder,
  type FakeDecoderOptions,
  type FakeFrame,
  type FakeVideo,
  writeFakeVideo,
} from './fake-decoder.ts';
export { type LoopedClip, loopedClip } from './looped-clip.ts';
export { makeFrame } from './make-frame.ts';
export { makeScoreTable, type ScoreTableParts } from './make-score-table.ts';
export { cellColumns, cellRows, measurePictures } from './measure-pictures.ts';
export { createMemoryDecoder, type MemoryVideo } from './memory-decoder.ts';
export { frameFromRgb, type PictureFrame, rgbOfPictureFrame } from './picture-frame.ts';
export { clipsWithoutProof, progressiveCertainty } from './progressive-proof.ts';
export { flatPicture, texturedPicture } from './test-pictures.ts';
