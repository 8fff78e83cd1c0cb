/** Features of a picture. */
export interface NssFeatures {
  /** Blocks, in rows from the upright picture's top left; 1 where all of it is one. */
  readonly cells: number;
  /** 36 for each: 18 at full size, 18 at half size, in the order of the graphs. NaN where a feature is not defined. */
  readonly features: Float64Array;
}
