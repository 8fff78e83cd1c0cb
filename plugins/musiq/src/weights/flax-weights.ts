import {
  blockConvolutions,
  encodedPatch,
  gridSize,
  type MusiqSizes,
  scaleCount,
  type WeightName,
  weightShapes,
} from './musiq-weights.ts';
import { type FoundTensors, publishedSizes, type WeightMap, type WeightSource } from './weight-map.ts';

/** What the authors' checkpoints put before the names of parameters; all else in them is the state of the training. */
const prefix = 'opt/target/';

/** The names of a layer's parts. */
interface LayerNames {
  readonly norm1: string;
  readonly norm2: string;
  readonly attention: string;
  readonly expand: string;
  readonly contract: string;
}

/**
 * Finds the network in a checkpoint of the authors' code (JAX, `flax.nn`), as `np.savez` wrote it. Parts of a layer have
 * names that were numbered automatically; they are told apart by what they hold, and by their order.
 */
export function findFlaxWeights({ tensors }: FoundTensors): WeightMap {
  const names = [...tensors.keys()];
  const layers = findLayers(names.filter(name => name.startsWith(prefix)));
  const sizes = sizesOf(tensors, layers);
  const ignored = new Set(names.filter(name => !name.startsWith(prefix)));
  return {
    sizes,
    sources: sourcesOf(sizes, layers),
    ignored,
    notes: ignored.size > 0 ? [`Left out ${ignored.size} entries with the state of the training.`] : [],
  };
}

function sizesOf(tensors: FoundTensors['tensors'], layers: readonly LayerNames[]): MusiqSizes {
  const length = (name: string) => tensors.get(`${prefix}${name}`)?.shape[1];
  return {
    hidden: length('embedding/kernel') ?? publishedSizes.hidden,
    mlp: length(`${layers[0]!.expand}/kernel`) ?? publishedSizes.mlp,
    layers: layers.length,
    heads: length(`${layers[0]!.attention}/query/kernel`) ?? publishedSizes.heads,
    classes: length('head/kernel') ?? publishedSizes.classes,
  };
}

function sourcesOf(sizes: MusiqSizes, layers: readonly LayerNames[]): ReadonlyMap<WeightName, WeightSource> {
  const { hidden, mlp, heads, classes } = sizes;
  const shapes = weightShapes(sizes);
  const sources = new Map<WeightName, WeightSource>();
  const put = (weight: WeightName, name: string, source: Omit<WeightSource, 'name'>) =>
    sources.set(weight, { name: `${prefix}${name}`, ...source });

  const convolution = (
    part: 'root' | `block.${(typeof blockConvolutions)[number]}`,
    name: string,
    norm: string,
  ) => {
    const [to, from, height, width] = shapes.get(`${part}.kernel`)!;
    // Channels are last in the authors' kernels.
    put(`${part}.kernel`, `${name}/kernel`, { shape: [height!, width!, from!, to!], axes: [3, 2, 0, 1] });
    put(`${part}.norm.scale`, `${norm}/scale`, { shape: [1, 1, 1, to!] });
    put(`${part}.norm.bias`, `${norm}/bias`, { shape: [1, 1, 1, to!] });
  };
  convolution('root', 'conv_root', 'gn_root');
  for (const part of blockConvolutions) {
    const norm = part === 'proj' ? 'gn_proj' : `gn${part.slice(-1)}`;
    convolution(
      `block.${part}`,
      `block1/unit1/${part === 'proj' ? 'conv_proj' : part}`,
      `block1/unit1/${norm}`,
    );
  }

  const { channels, side } = encodedPatch;
  put('embedding.matrix', 'embedding/kernel', {
    shape: [side * side * channels, hidden],
    view: [side, side, channels, hidden],
    axes: [2, 0, 1, 3],
  });
  put('embedding.bias', 'embedding/bias', { shape: [hidden] });
  put('cls', 'Transformer/cls', { shape: [1, 1, hidden] });
  put('positions', 'Transformer/posembed_input/pos_embedding', { shape: [1, gridSize ** 2, hidden] });
  put('scales', 'Transformer/scaleembed_input/scale_embedding', { shape: [1, scaleCount, hidden] });

  const norm = (part: 'norm' | `layer.${number}.norm${1 | 2}`, name: string) => {
    put(`${part}.scale`, `${name}/scale`, { shape: [hidden] });
    put(`${part}.bias`, `${name}/bias`, { shape: [hidden] });
  };
  for (const [i, names] of layers.entries()) {
    norm(`layer.${i}.norm1`, names.norm1);
    norm(`layer.${i}.norm2`, names.norm2);
    for (const part of ['query', 'key', 'value'] as const) {
      put(`layer.${i}.${part}.matrix`, `${names.attention}/${part}/kernel`, {
        shape: [hidden, heads, hidden / heads],
      });
      put(`layer.${i}.${part}.bias`, `${names.attention}/${part}/bias`, { shape: [heads, hidden / heads] });
    }
    put(`layer.${i}.out.matrix`, `${names.attention}/out/kernel`, { shape: [heads, hidden / heads, hidden] });
    put(`layer.${i}.out.bias`, `${names.attention}/out/bias`, { shape: [hidden] });
    put(`layer.${i}.expand.matrix`, `${names.expand}/kernel`, { shape: [hidden, mlp] });
    put(`layer.${i}.expand.bias`, `${names.expand}/bias`, { shape: [mlp] });
    put(`layer.${i}.contract.matrix`, `${names.contract}/kernel`, { shape: [mlp, hidden] });
    put(`layer.${i}.contract.bias`, `${names.contract}/bias`, { shape: [hidden] });
  }
  norm('norm', 'Transformer/encoder_norm');
  put('head.matrix', 'head/kernel', { shape: [hidden, classes] });
  put('head.bias', 'head/bias', { shape: [classes] });
  return sources;
}

const layerPattern = /^(Transformer\/encoderblock_\d+\/)(.+)$/;

/** The parts of each layer by what is below them: a norm has a scale, the attention a query, the rest is the perceptron. */
function findLayers(names: readonly string[]): readonly LayerNames[] {
  const layers = new Map<string, string[]>();
  for (const name of names) {
    const [, folder, rest] = layerPattern.exec(name.slice(prefix.length)) ?? [];
    if (folder === undefined) continue;
    layers.set(folder, [...(layers.get(folder) ?? []), rest!]);
  }
  return Array.from({ length: layers.size || publishedSizes.layers }, (_, i) => {
    const folder = `Transformer/encoderblock_${i}/`;
    return findParts(folder, layers.get(folder) ?? []);
  });
}

function findParts(folder: string, names: readonly string[]): LayerNames {
  const holding = (pattern: RegExp) =>
    [...new Set(names.flatMap(name => pattern.exec(name)?.[1] ?? []))].sort(byNumber);
  const [norm1 = 'LayerNorm_0', norm2 = 'LayerNorm_2'] = holding(/^([^/]+)\/scale$/);
  const [attention = 'MultiHeadDotProductAttention_1'] = holding(/^([^/]+)\/query\/kernel$/);
  const maps = holding(/^([^/]+\/[^/]+)\/kernel$/).filter(name => !name.startsWith(`${attention}/`));
  const [expand = 'MlpBlock_3/Dense_0', contract = 'MlpBlock_3/Dense_1'] = maps;
  return {
    norm1: `${folder}${norm1}`,
    norm2: `${folder}${norm2}`,
    attention: `${folder}${attention}`,
    expand: `${folder}${expand}`,
    contract: `${folder}${contract}`,
  };
}

/** In the order of the numbers that names end with. */
function byNumber(a: string, b: string): number {
  const number = (name: string) => Number(/(\d+)$/.exec(name)?.[1] ?? 0);
  return number(a) - number(b) || (a < b ? -1 : 1);
}
