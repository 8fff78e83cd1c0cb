/** Sizes of a network; the original one has hidden 384, mlp 1152, layers 14, heads 6. */
export interface MusiqSizes {
  /** Width of a token. */
  readonly hidden: number;
  /** Width between the two maps of a layer's perceptron. */
  readonly mlp: number;
  readonly layers: number;
  readonly heads: number;
  /** 1: the head gives the score; more: it gives how likely each of the scores 1, 2, … is. */
  readonly classes: number;
}

/** The convolutions of the residual block. */
export const blockConvolutions = ['conv1', 'conv2', 'conv3', 'proj'] as const;

/** The linear maps of a layer. */
export const layerMaps = ['query', 'key', 'value', 'out', 'expand', 'contract'] as const;

/** A convolution: its kernel, and the scale and bias of the group normalisation behind it. */
export type ConvolutionName = 'root' | `block.${(typeof blockConvolutions)[number]}`;

/** A map x · matrix + bias. */
export type AffineName = 'embedding' | `layer.${number}.${(typeof layerMaps)[number]}` | 'head';

/** A normalisation with scale and bias. */
export type NormName = `${ConvolutionName}.norm` | `layer.${number}.norm${1 | 2}` | 'norm';

/** Name of a tensor of the network, whatever file it comes from. */
export type WeightName =
  | `${ConvolutionName}.kernel`
  | `${NormName}.${'scale' | 'bias'}`
  | `${AffineName}.${'matrix' | 'bias'}`
  | 'cls'
  | 'positions'
  | 'scales';

/**
 * The weights of a network in one layout, row-major float32: matrices as `[in, out]`, kernels as `[out, in, height, width]`,
 * and the 16384 inputs of the embedding in the order channel, row, column.
 */
export interface MusiqWeights {
  readonly sizes: MusiqSizes;
  readonly tensors: ReadonlyMap<WeightName, Float32Array>;
}

/** Pixels along the side of a patch. */
export const patchSize = 32;

/** Cells along the side of the grid that positions are hashed to. */
export const gridSize = 10;

/** Versions of a picture that are looked at: 224 and 384 pixels along the longer side, and as it is. */
export const scaleCount = 3;

/** Channels and side of what the convolutions make of a patch. */
export const encodedPatch = { channels: 256, side: 8 } as const;

/** The tensors of a network of these sizes, with their shapes in {@link MusiqWeights}, in a fixed order. */
export function weightShapes({
  hidden,
  mlp,
  layers,
  classes,
}: MusiqSizes): ReadonlyMap<WeightName, readonly number[]> {
  const shapes = new Map<WeightName, readonly number[]>();
  const norm = (name: NormName, size: number) => {
    shapes.set(`${name}.scale`, [size]);
    shapes.set(`${name}.bias`, [size]);
  };
  const affine = (name: AffineName, from: number, to: number) => {
    shapes.set(`${name}.matrix`, [from, to]);
    shapes.set(`${name}.bias`, [to]);
  };
  const convolution = (name: ConvolutionName, to: number, from: number, side: number) => {
    shapes.set(`${name}.kernel`, [to, from, side, side]);
    norm(`${name}.norm`, to);
  };
  convolution('root', 64, 3, 7);
  convolution('block.conv1', 64, 64, 1);
  convolution('block.conv2', 64, 64, 3);
  convolution('block.conv3', encodedPatch.channels, 64, 1);
  convolution('block.proj', encodedPatch.channels, 64, 1);
  affine('embedding', encodedPatch.channels * encodedPatch.side ** 2, hidden);
  shapes.set('cls', [hidden]);
  shapes.set('positions', [gridSize ** 2, hidden]);
  shapes.set('scales', [scaleCount, hidden]);
  for (let i = 0; i < layers; i++) {
    norm(`layer.${i}.norm1`, hidden);
    for (const name of ['query', 'key', 'value', 'out'] as const)
      affine(`layer.${i}.${name}`, hidden, hidden);
    norm(`layer.${i}.norm2`, hidden);
    affine(`layer.${i}.expand`, hidden, mlp);
    affine(`layer.${i}.contract`, mlp, hidden);
  }
  norm('norm', hidden);
  affine('head', hidden, classes);
  return shapes;
}
