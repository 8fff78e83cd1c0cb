import type { RgbImage } from './frame.ts';
import type { FrameScore, Scorer } from './scorer.ts';
import type { Logger } from './stage.ts';

/** A scorer that also takes pictures, for use without the rest of FrameSieve. */
export interface ImageScorer extends Scorer {
  /**
   * Scores RGB pictures of one size, of 8 or 16 bits per sample.
   *
   * @returns one score per picture, in order.
   */
  scoreImages(images: readonly RgbImage[], context?: ImageContext): Promise<readonly FrameScore[]>;
}

/** Surroundings of {@link ImageScorer.scoreImages}. */
export interface ImageContext {
  readonly signal?: AbortSignal;
  readonly logger?: Logger;
}
