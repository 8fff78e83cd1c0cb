import { FrameSieveError } from '@framesieve/core';
import {
  type AffineName,
  blockConvolutions,
  encodedPatch,
  gridSize,
  layerMaps,
  type MusiqSizes,
  type NormName,
  scaleCount,
  type WeightName,
  weightShapes,
} from './musiq-weights.ts';
import { type FoundTensors, publishedSizes, type WeightMap, type WeightSource } from './weight-map.ts';

const transformer = 'transformer_encoder';
const layerPrefix = `${transformer}.transformer.encoderblock_`;

/**
 * Finds the network in a file of the PyTorch port. The number of heads is not in it; it is that of the published networks.
 *
 * @throws FrameSieveError `model-invalid` when the network was trained to name objects only.
 */
export function findPytorchWeights({ path, tensors }: FoundTensors): WeightMap {
  const ignored = new Set([...tensors.keys()].filter(name => name.startsWith('imagenet_head.')));
  const head = tensors.has('head.0.weight') ? 'head.0' : 'head';
  if (ignored.size > 0 && !tensors.has(`${head}.weight`)) {
    throw new FrameSieveError({
      code: 'model-invalid',
      message: `"${path}" holds a network that was trained on ImageNet only: it names objects and gives no score.`,
      hint: 'Give a file that was trained on ratings, such as the one for KonIQ-10k.',
    });
  }
  const sizes = sizesOf(tensors, head);
  return {
    sizes,
    sources: sourcesOf(sizes, head),
    ignored,
    notes: ignored.size > 0 ? ['Left out the classes of ImageNet (`imagenet_head`).'] : [],
  };
}

function sizesOf(tensors: FoundTensors['tensors'], head: string): MusiqSizes {
  const length = (name: string) => tensors.get(name)?.shape[0];
  const layers = [...tensors.keys()]
    .filter(name => name.startsWith(layerPrefix))
    .map(name => name.slice(layerPrefix.length).split('.')[0]);
  return {
    hidden: length('embedding.weight') ?? publishedSizes.hidden,
    mlp: length(`${layerPrefix}0.mlp.fc1.weight`) ?? publishedSizes.mlp,
    layers: new Set(layers).size || publishedSizes.layers,
    heads: publishedSizes.heads,
    classes: length(`${head}.weight`) ?? publishedSizes.classes,
  };
}

const mapNames = {
  query: 'attention.query',
  key: 'attention.key',
  value: 'attention.value',
  out: 'attention.out',
  expand: 'mlp.fc1',
  contract: 'mlp.fc2',
} as const satisfies Record<(typeof layerMaps)[number], string>;

function sourcesOf(sizes: MusiqSizes, head: string): ReadonlyMap<WeightName, WeightSource> {
  const { hidden, layers } = sizes;
  const shapes = weightShapes(sizes);
  const sources = new Map<WeightName, WeightSource>();
  const norm = (part: NormName, name: string) => {
    sources.set(`${part}.scale`, { name: `${name}.weight`, shape: shapes.get(`${part}.scale`)! });
    sources.set(`${part}.bias`, { name: `${name}.bias`, shape: shapes.get(`${part}.bias`)! });
  };
  const affine = (part: AffineName, name: string, inputs?: readonly number[]) => {
    const [from, to] = shapes.get(`${part}.matrix`)!;
    // Rows of PyTorch's matrices are outputs.
    const order = inputs ? { view: [to!, ...inputs], axes: [3, 1, 2, 0] } : { axes: [1, 0] };
    sources.set(`${part}.matrix`, { name: `${name}.weight`, shape: [to!, from!], ...order });
    sources.set(`${part}.bias`, { name: `${name}.bias`, shape: [to!] });
  };
  const kernel = (part: 'root' | `block.${(typeof blockConvolutions)[number]}`, name: string) =>
    sources.set(`${part}.kernel`, { name: `${name}.weight`, shape: shapes.get(`${part}.kernel`)! });

  kernel('root', 'conv_root');
  norm('root.norm', 'gn_root');
  for (const part of blockConvolutions) {
    kernel(`block.${part}`, `block1.${part === 'proj' ? 'conv_proj' : part}`);
    norm(`block.${part}.norm`, `block1.${part === 'proj' ? 'gn_proj' : `gn${part.slice(-1)}`}`);
  }
  const { channels, side } = encodedPatch;
  affine('embedding', 'embedding', [side, side, channels]);
  const put = (part: WeightName, name: string, shape: readonly number[]) =>
    sources.set(part, { name: `${transformer}.${name}`, shape });
  put('cls', 'cls', [1, 1, hidden]);
  put('positions', 'posembed_input.position_emb', [1, gridSize ** 2, hidden]);
  put('scales', 'scaleembed_input.scale_emb', [scaleCount, hidden]);
  for (let i = 0; i < layers; i++) {
    const layer = `${layerPrefix}${i}`;
    norm(`layer.${i}.norm1`, `${layer}.norm1`);
    norm(`layer.${i}.norm2`, `${layer}.norm2`);
    for (const part of layerMaps) affine(`layer.${i}.${part}`, `${layer}.${mapNames[part]}`);
  }
  norm('norm', `${transformer}.encoder_norm`);
  affine('head', head);
  return sources;
}
