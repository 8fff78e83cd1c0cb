import type { NssFeatures } from '../kernel/nss-features.ts';

/** What a score is read out of: the features of a picture. NaN where it is not defined. */
export type ReadOut = (features: NssFeatures) => number;

/**
 * The module that a metric gives for its read-out. The threads that score load it, each once, so that it should import
 * little; it may reuse what it works with from picture to picture.
 */
export interface ReadOutModule {
  /** @param parameters what the metric read from its model file, as a copy. */
  createReadOut(parameters: unknown): ReadOut;
}
