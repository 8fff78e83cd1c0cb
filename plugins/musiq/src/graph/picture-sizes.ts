import type { GraphBuilder, Value } from '@framesieve/models';
import { gridSize } from '../weights/musiq-weights.ts';
import type { Network } from './network.ts';
import { cutPatches } from './patches.ts';
import { normalise, resizedSize, sizeOf } from './picture.ts';
import { resample } from './resample.ts';

/** Longer sides of the smaller versions of a picture that are looked at besides itself. */
const longerSides = [224, 384] as const;

/** The patches of all versions of pictures. */
export interface PatchSequence {
  /** `[N, T, 3 · 32 · 32]` in the network's precision. */
  readonly patches: Value;
  /** int64 `[T]`: number of the version · 100 + cell of the grid. */
  readonly places: Value;
  /** Whether every version has pixels, a scalar of bool. */
  readonly isDefined: Value;
}

/** Cuts pictures, uint8 `[N, H, W, 3]`, into patches at three sizes: 224 and 384 pixels along the longer side, and as they are. */
export function lookAtSizes({ graph, profile, precision, observe }: Network, rgb: Value): PatchSequence {
  const original = normalise(graph, rgb);
  const size = sizeOf(graph, original);
  const smaller = longerSides.map(longerSide => {
    const target = resizedSize(graph, size, longerSide, profile);
    const whole = graph.op('Max', [graph.cast(target, 'int64'), graph.int64([1, 1])]);
    return { target, pictures: resample(graph, original, whole, profile.resize) };
  });
  for (const [i, { pictures }] of smaller.entries()) observe(`resized.${i}`, pictures);
  const versions = [...smaller.map(({ pictures }) => pictures), original].map(pictures =>
    cutPatches(graph, pictures),
  );
  const patches = graph.op(
    'Concat',
    versions.map(({ samples }) => samples),
    { axis: 1 },
  );
  const places = versions.map(({ cells }, i) =>
    i === 0 ? cells : graph.op('Add', [cells, graph.int64(i * gridSize ** 2)]),
  );
  const sequence = graph.op('Concat', places, { axis: 0 });
  observe('patches', patches);
  observe('places', sequence);
  return {
    patches: precision === 'float16' ? graph.cast(patches, 'float16') : patches,
    places: sequence,
    isDefined: hasPixels(
      graph,
      smaller.map(({ target }) => target),
    ),
  };
}

/** Whether all sides are 1 at least. */
function hasPixels(graph: GraphBuilder, sizes: readonly Value[]): Value {
  const least = graph.op('ReduceMin', [graph.op('Min', sizes)], { keepdims: 0 });
  return graph.op('Greater', [graph.cast(least, 'float32'), graph.float32(0.5)]);
}
