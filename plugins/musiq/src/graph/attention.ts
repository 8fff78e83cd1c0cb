import type { Value } from '@framesieve/models';
import { affine, type Network } from './network.ts';
import { perPicture, type Tokens } from './tokens.ts';

/**
 * Multi-head attention of the `asking` tokens to the `asked` ones of the same picture, giving `[N · T, hidden]`. The heads
 * come one after the other: each needs T × T numbers, and a Full HD picture has 2153 tokens.
 */
export function attention(network: Network, asking: Tokens, asked: Tokens, layer: `layer.${number}`): Value {
  const { graph, sizes } = network;
  const { hidden, heads } = sizes;
  const perHead = (value: Value, axis: number) =>
    graph.ops('Split', [value], heads, { axis, num_outputs: heads });
  const query = affine(network, asking.rows, `${layer}.query`);
  const scaled = graph.op('Mul', [query, network.constant(1 / Math.sqrt(hidden / heads))]);
  const queries = perHead(perPicture(network, { ...asking, rows: scaled }), 2);
  const key = perPicture(network, { ...asked, rows: affine(network, asked.rows, `${layer}.key`) });
  const keys = perHead(graph.op('Transpose', [key], { perm: [0, 2, 1] }), 1);
  const value = perPicture(network, { ...asked, rows: affine(network, asked.rows, `${layer}.value`) });
  const values = perHead(value, 2);

  const mixed = queries.map((own, head) => {
    const shares = graph.op('Softmax', [graph.op('MatMul', [own, keys[head]!])], { axis: -1 });
    return graph.op('MatMul', [shares, values[head]!]);
  });
  const rows = graph.op('Reshape', [graph.op('Concat', mixed, { axis: 2 }), graph.int64([-1, hidden])]);
  return affine(network, rows, `${layer}.out`);
}
