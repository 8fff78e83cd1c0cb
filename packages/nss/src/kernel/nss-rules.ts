/** How the 36 features of natural scene statistics are computed: the rules that differ between metrics and their releases. */
export interface NssRules {
  /** Luma of 8 bits: MATLAB's `rgb2gray`, or OpenCV's fixed-point weights. */
  readonly luma: 'matlab' | 'opencv';
  /**
   * `matlab`: (x − µ) / (σ + 1) of levels from 0 to 255. `opencv`: (x − µ) / (σ + 1/255) of levels from 0 to 1, in float32 and in
   * OpenCV's order of operations, because in flat areas it is the rounding that decides about signs.
   */
  readonly normalisation: 'matlab' | 'opencv';
  /** Side of the blocks that have features of their own, in pixels; the picture is cropped to whole ones. `null`: all of it is one. */
  readonly blockSize: number | null;
  /** What the window finds beyond the edge: the outermost samples, or level 0. */
  readonly windowEdge: 'replicate' | 'zero';
  /** Whether products of neighbours wrap around within a block, or are 0 beyond its edge. */
  readonly products: 'circular' | 'zero';
  /** Half the size: MATLAB's antialiased `imresize(…, 0.5)`, ⌈n/2⌉, or OpenCV's `INTER_CUBIC`, ⌊n/2⌋. */
  readonly half: 'imresize' | 'inter-cubic';
  /** Which distribution is fitted to the normalised samples themselves: a symmetric one, or an asymmetric one. */
  readonly ownFit: 'ggd' | 'aggd';
  /** The shape whose ratio is closest, or the last one before the distance rises. */
  readonly shapeSearch: 'closest' | 'rising';
  /** What the sides of a distribution are told by: their scale parameters, or their mean squares. */
  readonly sides: 'scale' | 'variance';
}

/** NIQE of the authors' MATLAB release. */
export const niqeRules: NssRules = {
  luma: 'matlab',
  normalisation: 'matlab',
  blockSize: 96,
  windowEdge: 'replicate',
  products: 'circular',
  half: 'imresize',
  ownFit: 'aggd',
  shapeSearch: 'closest',
  sides: 'scale',
};

/** BRISQUE of the authors' MATLAB release. */
export const brisqueUtliveRules: NssRules = {
  luma: 'matlab',
  normalisation: 'matlab',
  blockSize: null,
  windowEdge: 'zero',
  products: 'circular',
  half: 'imresize',
  ownFit: 'ggd',
  shapeSearch: 'closest',
  sides: 'variance',
};

/** BRISQUE of OpenCV 4.6, module `quality`. */
export const brisqueOpencvRules: NssRules = {
  luma: 'opencv',
  normalisation: 'opencv',
  blockSize: null,
  windowEdge: 'replicate',
  products: 'zero',
  half: 'inter-cubic',
  ownFit: 'aggd',
  shapeSearch: 'rising',
  sides: 'variance',
};
