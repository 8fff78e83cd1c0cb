import type { ModelPrecision } from '@framesieve/core';
import type { GraphBuilder, Value } from '@framesieve/models';
import type { MusiqProfile } from '../profile.ts';
import type { AffineName, MusiqSizes, MusiqWeights, NormName, WeightName } from '../weights/musiq-weights.ts';

/** Called with values on the way, under the names of the network's stages, so that tests can look at them. */
export type StageObserver = (name: string, value: Value) => void;

/** A graph that is being built, and what the parts of the network take from it. */
export interface Network {
  readonly graph: GraphBuilder;
  readonly sizes: MusiqSizes;
  readonly profile: MusiqProfile;
  /** Number format of weights and of what is computed with them, but not of the picture. */
  readonly precision: ModelPrecision;
  /** The values of a weight tensor. */
  values(name: WeightName): Float32Array;
  /** A constant in the network's precision. */
  constant(data: number | ArrayLike<number>, dimensions?: readonly number[]): Value;
  readonly observe: StageObserver;
}

/** Starts a network in an empty graph. */
export function startNetwork(
  graph: GraphBuilder,
  weights: MusiqWeights,
  options: {
    readonly profile: MusiqProfile;
    readonly precision: ModelPrecision;
    readonly observe: StageObserver;
  },
): Network {
  return {
    graph,
    sizes: weights.sizes,
    ...options,
    values(name) {
      const values = weights.tensors.get(name);
      if (!values) throw new RangeError(`The network has no tensor "${name}".`);
      return values;
    },
    constant: (data, dimensions) =>
      options.precision === 'float16' ? graph.float16(data, dimensions) : graph.float32(data, dimensions),
  };
}

/** x · matrix + bias for rows `[M, from]`, giving `[M, to]`. */
export function affine(network: Network, rows: Value, name: AffineName): Value {
  const bias = network.values(`${name}.bias`);
  const matrix = network.values(`${name}.matrix`);
  const to = bias.length;
  const constant = network.constant(matrix, [matrix.length / to, to]);
  return network.graph.op('Gemm', [rows, constant, network.constant(bias)]);
}

/** Layer normalisation of rows, with ε = 1e-6. */
export function layerNorm(network: Network, rows: Value, name: NormName): Value {
  const scale = network.constant(network.values(`${name}.scale`));
  const bias = network.constant(network.values(`${name}.bias`));
  return network.graph.op('LayerNormalization', [rows, scale, bias], {
    axis: -1,
    epsilon: { float: 1e-6 },
  });
}
