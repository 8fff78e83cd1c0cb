/**
 * A variant of the computation. Both are inference of the same network, and scores of one are close to those of the other
 * but not equal: mostly because pictures are resized differently.
 */
export interface MusiqProfile {
  readonly name: string;
  /** How the two smaller versions of a picture are made; neither removes the detail that the smaller size can't hold. */
  readonly resize: 'gaussian' | 'cubic';
  /** Number format that the size of the smaller versions is computed and rounded in. */
  readonly sizeType: 'float32' | 'float64';
  /** `tanh`: the usual approximation of x · Φ(x); `none`: by the error function. */
  readonly gelu: 'tanh' | 'none';
  /** What is subtracted from the number of weights when the kernels are divided by their standard deviation. */
  readonly deviationCorrection: 0 | 1;
}

/**
 * `authors`: as the authors' TensorFlow and JAX code computes (google-research, folder `musiq`). `pytorch`: as the PyTorch
 * port that distributes the weights as .pth files computes.
 */
export const profiles = {
  authors: {
    name: 'authors',
    resize: 'gaussian',
    sizeType: 'float32',
    gelu: 'tanh',
    deviationCorrection: 0,
  },
  pytorch: {
    name: 'pytorch',
    resize: 'cubic',
    sizeType: 'float64',
    gelu: 'none',
    deviationCorrection: 1,
  },
} as const satisfies Record<string, MusiqProfile>;
