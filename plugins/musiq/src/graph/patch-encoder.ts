import type { Value } from '@framesieve/models';
import { encodedPatch, patchSize } from '../weights/musiq-weights.ts';
import { convolve } from './convolution.ts';
import { affine, type Network } from './network.ts';

/** Parts that the patches are encoded in, one after the other: what is between takes 64 kB for each patch, several times. */
const parts = 4;

/** Turns patches `[…, 3 · 32 · 32]` into tokens `[M, hidden]`. There are at least 20: 224×1 pixels have 7, 384×1 have 12. */
export function encodePatches(network: Network, patches: Value): Value {
  const { graph } = network;
  const pictures = graph.op('Reshape', [patches, graph.int64([-1, 3, patchSize, patchSize])]);
  const encoded = graph.ops('Split', [pictures], parts, { axis: 0, num_outputs: parts }).map((part, i) => {
    const observe: Network['observe'] = (name, value) => network.observe(`${name}.${i}`, value);
    return convolutions({ ...network, observe }, part);
  });
  return affine(network, graph.op('Concat', encoded, { axis: 0 }), 'embedding');
}

/** A convolution, pooling and a residual block: `[M, 3, 32, 32]` to `[M, 256 · 8 · 8]`. */
function convolutions(network: Network, pictures: Value): Value {
  const { graph, observe } = network;
  const root = convolve(network, pictures, 'root', {
    channels: 64,
    kernel: 7,
    stride: 2,
    pads: [2, 3],
    side: 16,
    epsilon: 1e-6,
  });
  // The order of these two makes no difference, but this way round there is less to do.
  const pooled = graph.op('MaxPool', [root], { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] });
  const input = graph.op('Relu', [pooled]);
  observe('pooled', input);
  const output = residualBlock(network, input);
  observe('block', output);
  const { channels, side } = encodedPatch;
  return graph.op('Reshape', [output, graph.int64([-1, channels * side * side])]);
}

/** The bottleneck block of a ResNet with a projection beside it: `[M, 64, 8, 8]` to `[M, 256, 8, 8]`. */
function residualBlock(network: Network, input: Value): Value {
  const { graph } = network;
  const { channels, side } = encodedPatch;
  const shape = { side, epsilon: 1e-4 };
  const beside = convolve(network, input, 'block.proj', { ...shape, channels, kernel: 1 });
  const first = convolve(network, input, 'block.conv1', { ...shape, channels: 64, kernel: 1 });
  const second = convolve(network, graph.op('Relu', [first]), 'block.conv2', {
    ...shape,
    channels: 64,
    kernel: 3,
    pads: [1, 1],
  });
  const third = convolve(network, graph.op('Relu', [second]), 'block.conv3', {
    ...shape,
    channels,
    kernel: 1,
  });
  return graph.op('Relu', [graph.op('Add', [beside, third])]);
}
