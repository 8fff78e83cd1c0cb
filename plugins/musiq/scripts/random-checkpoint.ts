import type { TensorToWrite } from '@framesieve/testkit/tensor-files';

/** Sizes of a network; see `MusiqSizes` for what they mean. There are 6 heads. */
export interface CheckpointSizes {
  readonly hidden: number;
  readonly mlp: number;
  readonly layers: number;
  readonly classes: number;
}

/** Sizes of the published networks. */
export const fullSize: CheckpointSizes = { hidden: 384, mlp: 1152, layers: 14, classes: 1 };

/** Sizes that are quick to compute with. */
export const smallSize: CheckpointSizes = { hidden: 24, mlp: 40, layers: 3, classes: 1 };

const heads = 6;

/** What the authors' checkpoints put before the names of parameters. */
export const target = 'opt/target/';

/** A network with random weights, as an authors' checkpoint holds it. The same arguments give the same weights. */
export function flaxCheckpoint({ hidden, mlp, layers, classes }: CheckpointSizes): readonly TensorToWrite[] {
  const shapes: [name: string, shape: readonly number[]][] = [];
  const put = (name: string, ...shape: readonly number[]) => shapes.push([name, shape]);
  const norm = (name: string, ...shape: readonly number[]) => {
    put(`${name}/scale`, ...shape);
    put(`${name}/bias`, ...shape);
  };
  put('conv_root/kernel', 7, 7, 3, 64);
  norm('gn_root', 1, 1, 1, 64);
  for (const [name, side, to] of [
    ['1', 1, 64],
    ['2', 3, 64],
    ['3', 1, 256],
    ['_proj', 1, 256],
  ] as const) {
    put(`block1/unit1/conv${name}/kernel`, side, side, 64, to);
    norm(`block1/unit1/gn${name}`, 1, 1, 1, to);
  }
  put('embedding/kernel', 16_384, hidden);
  put('embedding/bias', hidden);
  put('Transformer/cls', 1, 1, hidden);
  put('Transformer/posembed_input/pos_embedding', 1, 100, hidden);
  put('Transformer/scaleembed_input/scale_embedding', 1, 3, hidden);
  for (let i = 0; i < layers; i++) {
    const layer = `Transformer/encoderblock_${i}`;
    norm(`${layer}/LayerNorm_0`, hidden);
    for (const name of ['query', 'key', 'value']) {
      put(`${layer}/MultiHeadDotProductAttention_1/${name}/kernel`, hidden, heads, hidden / heads);
      put(`${layer}/MultiHeadDotProductAttention_1/${name}/bias`, heads, hidden / heads);
    }
    put(`${layer}/MultiHeadDotProductAttention_1/out/kernel`, heads, hidden / heads, hidden);
    put(`${layer}/MultiHeadDotProductAttention_1/out/bias`, hidden);
    norm(`${layer}/LayerNorm_2`, hidden);
    put(`${layer}/MlpBlock_3/Dense_0/kernel`, hidden, mlp);
    put(`${layer}/MlpBlock_3/Dense_0/bias`, mlp);
    put(`${layer}/MlpBlock_3/Dense_1/kernel`, mlp, hidden);
    put(`${layer}/MlpBlock_3/Dense_1/bias`, hidden);
  }
  norm('Transformer/encoder_norm', hidden);
  put('head/kernel', hidden, classes);
  put('head/bias', classes);
  return shapes.map(([name, shape]) => ({
    name: `${target}${name}`,
    shape,
    values: () => randomValues(name, shape),
  }));
}

/** Weights of the usual size, so that what goes through the network neither grows nor fades; the head's bias is about 50. */
function randomValues(name: string, shape: readonly number[]): Float32Array {
  const random = generator(name);
  const inputs =
    name.endsWith('out/kernel') || !/(query|key|value)\/kernel$/.test(name)
      ? count(shape) / shape.at(-1)!
      : shape[0]!;
  const middle = name.endsWith('/scale') ? 1 : name === 'head/bias' && shape[0] === 1 ? 50 : 0;
  const spread = name.endsWith('/kernel')
    ? 1.5 / Math.sqrt(inputs)
    : name.endsWith('embedding') || name.endsWith('cls')
      ? 0.5
      : 0.1;
  const gain = name === 'head/kernel' ? 2 : 1;
  return Float32Array.from(
    { length: count(shape) },
    () => middle + gain * spread * (random() + random() + random() - 1.5) * 2,
  );
}

/** Numbers in [0, 1) that depend on a text: xorshift, seeded by FNV-1a. */
function generator(text: string): () => number {
  let state = 2_166_136_261;
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0)!, 16_777_619);
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** How many values a shape has. */
export function count(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
