import type { Value } from '@framesieve/models';
import type { ConvolutionName } from '../weights/musiq-weights.ts';
import type { Network } from './network.ts';

/** Groups of channels that are normalised together. */
const groups = 32;

/** What a convolution is besides its kernel. */
export interface ConvolutionShape {
  /** Channels that come out. */
  readonly channels: number;
  /** Rows and columns of the kernel. */
  readonly kernel: number;
  /** Rows and columns that come out. */
  readonly side: number;
  readonly stride?: number;
  /** Zeros before and behind. */
  readonly pads?: readonly [number, number];
  /** Of the normalisation. */
  readonly epsilon: number;
}

/** A convolution with a standardised kernel, then group normalisation: `[M, from, h, w]` to `[M, channels, side, side]`. */
export function convolve(
  network: Network,
  input: Value,
  name: ConvolutionName,
  shape: ConvolutionShape,
): Value {
  const { channels, kernel, stride = 1, pads: [before, behind] = [0, 0] } = shape;
  const { deviationCorrection } = network.profile;
  const weights = standardise(network.values(`${name}.kernel`), channels, deviationCorrection);
  const from = weights.length / (channels * kernel * kernel);
  const maps = network.graph.op(
    'Conv',
    [input, network.constant(weights, [channels, from, kernel, kernel])],
    {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [before, before, behind, behind],
    },
  );
  network.observe(name, maps);
  return groupNorm(network, maps, name, shape);
}

/**
 * Kernels with mean 0 and standard deviation 1 for each output channel: (w - mean) / (deviation + 1e-5), computed in
 * float64.
 */
export function standardise(
  kernels: Float32Array,
  channels: number,
  deviationCorrection: 0 | 1,
): Float32Array {
  const size = kernels.length / channels;
  const result = new Float32Array(kernels.length);
  for (let start = 0; start < kernels.length; start += size) {
    const kernel = kernels.subarray(start, start + size);
    const mean = kernel.reduce((sum, weight) => sum + weight, 0) / size;
    const squares = kernel.reduce((sum, weight) => sum + (weight - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / (size - deviationCorrection)) + 1e-5;
    for (const [i, weight] of kernel.entries()) result[start + i] = (weight - mean) / deviation;
  }
  return result;
}

/** Group normalisation over the pixels of a patch and the channels of each of 32 groups, then scale and bias per channel. */
function groupNorm(
  network: Network,
  maps: Value,
  name: ConvolutionName,
  { channels, side, epsilon }: ConvolutionShape,
): Value {
  const { graph } = network;
  const grouped = graph.op('Reshape', [maps, graph.int64([0, groups, -1])]);
  const ones = network.constant(new Float32Array(groups).fill(1));
  const zeros = network.constant(new Float32Array(groups));
  const normalised = graph.op('InstanceNormalization', [grouped, ones, zeros], {
    epsilon: { float: epsilon },
  });
  const back = graph.op('Reshape', [normalised, graph.int64([0, channels, side, side])]);
  const perChannel = (part: 'scale' | 'bias') =>
    network.constant(network.values(`${name}.norm.${part}`), [channels, 1, 1]);
  return graph.op('Add', [graph.op('Mul', [back, perChannel('scale')]), perChannel('bias')]);
}
