import type { Value } from '@framesieve/models';
import { attention } from './attention.ts';
import { affine, layerNorm, type Network } from './network.ts';
import { firstTokens, type Tokens } from './tokens.ts';

/**
 * The transformer: pre-norm layers, then a last normalisation.
 *
 * @returns the first token of each picture, `[N, hidden]`. The last layer computes nothing else.
 */
export function encodeTokens(network: Network, tokens: Tokens): Value {
  const { sizes, observe } = network;
  let { rows } = tokens;
  for (let i = 0; i < sizes.layers; i++) {
    rows = layer(network, { ...tokens, rows }, i);
    observe(`layer.${i}`, rows);
  }
  return layerNorm(network, rows, 'norm');
}

function layer(network: Network, tokens: Tokens, i: number): Value {
  const { graph, profile, sizes } = network;
  const asked = { ...tokens, rows: layerNorm(network, tokens.rows, `layer.${i}.norm1`) };
  const onlyFirst = i === sizes.layers - 1;
  const asking = onlyFirst ? firstTokens(network, asked) : asked;
  const kept = onlyFirst ? firstTokens(network, tokens) : tokens;
  const between = graph.op('Add', [attention(network, asking, asked, `layer.${i}`), kept.rows]);
  const wide = affine(network, layerNorm(network, between, `layer.${i}.norm2`), `layer.${i}.expand`);
  const active = graph.op('Gelu', [wide], { approximate: profile.gelu });
  return graph.op('Add', [affine(network, active, `layer.${i}.contract`), between]);
}
