import type { GraphBuilder, Value } from '@framesieve/models';
import { cubicTaps } from './cubic-taps.ts';
import { gaussianTaps } from './gaussian-taps.ts';
import { sideOf, sizeOf } from './picture.ts';
import type { TapMaker, Taps } from './taps.ts';

const tapMakers: Readonly<Record<'gaussian' | 'cubic', TapMaker>> = {
  gaussian: gaussianTaps,
  cubic: cubicTaps,
};

/**
 * Resizes pictures `[N, H, W, C]` to the size int64 `[2]`, first along columns (height), then along rows. It is written out instead of being left
 * to the operator `Resize`, so that every runtime gives the same samples.
 */
export function resample(
  graph: GraphBuilder,
  pictures: Value,
  size: Value,
  kind: 'gaussian' | 'cubic',
): Value {
  const present = sizeOf(graph, pictures);
  const [down, across] = (['height', 'width'] as const).map(side =>
    tapMakers[kind](graph, sideOf(graph, present, side), sideOf(graph, size, side)),
  );
  return combine(graph, combine(graph, pictures, 1, down!), 2, across!);
}

/** Adds up the weighted taps, from the first on, with every product and every sum rounded. */
function combine(graph: GraphBuilder, pictures: Value, axis: 1 | 2, { indices, weights }: Taps): Value {
  const behind = axis === 1 ? [1, 2] : [1];
  const products = indices.map((index, tap) =>
    graph.op('Mul', [
      graph.op('Gather', [pictures, index], { axis }),
      graph.op('Unsqueeze', [weights[tap]!, graph.int64(behind)]),
    ]),
  );
  return products.reduce((sum, product) => graph.op('Add', [sum, product]));
}
