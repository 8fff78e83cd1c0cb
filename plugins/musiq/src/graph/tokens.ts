import type { Value } from '@framesieve/models';
import type { Network } from './network.ts';

/** Tokens of pictures, as rows. */
export interface Tokens {
  /** `[N · T, hidden]`. */
  readonly rows: Value;
  /** N, int64 `[1]`. */
  readonly pictures: Value;
  /** T, int64 `[1]`. */
  readonly count: Value;
}

/** The rows as `[N, T, hidden]`. */
export function perPicture({ graph, sizes }: Network, { rows, pictures, count }: Tokens): Value {
  const shape = graph.op('Concat', [pictures, count, graph.int64([sizes.hidden])], { axis: 0 });
  return graph.op('Reshape', [rows, shape]);
}

/** The first token of each picture. */
export function firstTokens(network: Network, tokens: Tokens): Tokens {
  const { graph } = network;
  const rows = graph.op('Gather', [perPicture(network, tokens), graph.int64(0)], { axis: 1 });
  return { rows, pictures: tokens.pictures, count: graph.int64([1]) };
}
