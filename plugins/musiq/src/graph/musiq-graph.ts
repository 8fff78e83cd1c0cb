import type { ModelPrecision } from '@framesieve/core';
import { GraphBuilder, type Value } from '@framesieve/models';
import type { MusiqProfile } from '../profile.ts';
import { gridSize, type MusiqWeights, scaleCount } from '../weights/musiq-weights.ts';
import { affine, type Network, startNetwork } from './network.ts';
import { encodePatches } from './patch-encoder.ts';
import { lookAtSizes } from './picture-sizes.ts';
import type { Tokens } from './tokens.ts';
import { encodeTokens } from './transformer.ts';

/** How a model is built. */
export interface MusiqGraphOptions {
  readonly profile: MusiqProfile;
  readonly precision: ModelPrecision;
  /** Called with values on the way, for tests. */
  readonly observe?: (graph: GraphBuilder, name: string, value: Value) => void;
}

/**
 * MUSIQ (Ke et al., "MUSIQ: Multi-scale Image Quality Transformer", ICCV 2021) from pixels to score: input `rgb`, uint8
 * `[N, H, W, 3]`; output `score`, float32 `[N]`, or for a head of several classes `distribution`, float32 `[N, classes]`.
 *
 * Pictures are cut into patches at three sizes, patches are encoded by convolutions, and a transformer looks at all of them
 * at once. The authors fill the two smaller sizes up with tokens that are masked out; here they are left out, which gives
 * the same. NaN where a side of a smaller version rounds to 0 pixels: where a picture is 448 times as long as wide.
 */
export function musiqGraph(
  weights: MusiqWeights,
  { profile, precision, observe }: MusiqGraphOptions,
): GraphBuilder {
  const graph = new GraphBuilder('musiq');
  const network = startNetwork(graph, weights, {
    profile,
    precision,
    observe: (name, value) => observe?.(graph, name, value),
  });
  const rgb = graph.input('rgb', 'uint8', ['N', 'H', 'W', 3]);
  const pictures = graph.op('Slice', [graph.op('Shape', [rgb]), graph.int64([0]), graph.int64([1])]);
  const { patches, places, isDefined } = lookAtSizes(network, rgb);
  const tokens = embed(network, patches, places, pictures);
  const first = encodeTokens(network, tokens);
  network.observe('first', first);
  writeOutput(network, affine(network, first, 'head'), isDefined);
  return graph;
}

/** Tokens of patches `[N, T, 3 · 32 · 32]`, with the learned one that the score is read from in front. */
function embed(network: Network, patches: Value, places: Value, pictures: Value): Tokens {
  const { graph, sizes } = network;
  const hidden = graph.int64([sizes.hidden]);
  const perPicture = graph.op('Concat', [pictures, graph.int64([-1]), hidden], { axis: 0 });
  const encoded = graph.op('Reshape', [encodePatches(network, patches), perPicture]);
  const table = network.constant(placeTable(network), [scaleCount * gridSize ** 2, sizes.hidden]);
  const placed = graph.op('Add', [encoded, graph.op('Gather', [table, places])]);
  const cls = network.constant(network.values('cls'), [1, 1, sizes.hidden]);
  const one = graph.op('Concat', [pictures, graph.int64([1]), hidden], { axis: 0 });
  const all = graph.op('Concat', [graph.op('Expand', [cls, one]), placed], { axis: 1 });
  const rows = graph.op('Reshape', [all, graph.int64([-1, sizes.hidden])]);
  network.observe('tokens', rows);
  const count = graph.op('Slice', [graph.op('Shape', [all]), graph.int64([1]), graph.int64([2])]);
  return { rows, pictures, count };
}

/** What is added to a token: the embedding of its cell and that of its size, for each size and cell. */
function placeTable({ values, sizes: { hidden } }: Network): Float32Array {
  const positions = values('positions');
  const scales = values('scales');
  return Float32Array.from({ length: scaleCount * positions.length }, (_, i) => {
    const scale = Math.floor(i / positions.length);
    return positions[i % positions.length]! + scales[scale * hidden + (i % hidden)]!;
  });
}

function writeOutput({ graph, sizes: { classes } }: Network, logits: Value, isDefined: Value): void {
  const numbers = graph.cast(logits, 'float32');
  const values =
    classes > 1
      ? graph.op('Softmax', [numbers], { axis: -1 })
      : graph.op('Reshape', [numbers, graph.int64([-1])]);
  const honest = graph.op('Where', [isDefined, values, graph.float32(Number.NaN)]);
  if (classes > 1) graph.output(honest, 'distribution', 'float32', ['N', classes]);
  else graph.output(honest, 'score', 'float32', ['N']);
}
