import type { Dimension } from './graph-builder.ts';
import { notOnnx } from './not-onnx.ts';
import {
  type ElementType,
  elementTypes,
  type GraphMessage,
  type ModelMessage,
  modelSchema,
  type NodeMessage,
  type ValueMessage,
} from './onnx-schema.ts';

/** An input or output of a model. */
export interface ModelValue {
  readonly name: string;
  /** `null` for an element type that is not known here, or for something that is not a tensor. */
  readonly type: ElementType | null;
  /** `null` when the rank is open; a dimension without length and name is `'?'`. */
  readonly dimensions: readonly Dimension[] | null;
}

/** What a model file says of itself. */
export interface ModelSummary {
  /** Version of the default operator set. */
  readonly opset: number;
  /** Entries of `metadata_props`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Inputs that the caller has to give. */
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  /** Kinds of operators, including those in subgraphs and functions, in alphabetical order. */
  readonly operators: readonly string[];
  /** Nodes that behave as in training, e.g. `Dropout`, so that scores would be random or depend on the batch. */
  readonly trainingNodes: readonly string[];
}

/**
 * Reads what a model file says of itself, without running it.
 *
 * @throws FrameSieveError `metric-unavailable` when the bytes are not an ONNX model.
 */
export function readModel(bytes: Uint8Array): ModelSummary {
  const model = decode(bytes);
  const { graph, opsetImport = [] } = model;
  const opset = opsetImport.find(({ domain = '' }) => domain === '' || domain === 'ai.onnx')?.version;
  if (!graph?.output?.length || opset === undefined) throw notOnnx();
  const initializers = new Map((graph.initializer ?? []).map(tensor => [tensor.name, tensor]));
  const functions = (model.functions ?? []).flatMap(({ node = [] }) => [...flatten(node)]);
  const nodes = [...flatten(graph.node ?? []), ...functions];
  const constants = constantsOf(graph, nodes);
  return {
    opset,
    metadata: new Map((model.metadataProps ?? []).map(({ key = '', value = '' }) => [key, value])),
    inputs: (graph.input ?? []).filter(({ name }) => !initializers.has(name)).map(readValue),
    outputs: graph.output.map(readValue),
    operators: [...new Set(nodes.map(node => node.opType ?? ''))].sort(),
    trainingNodes: nodes.filter(node => isTraining(node, constants)).map(describeNode),
  };
}

function decode(bytes: Uint8Array): ModelMessage {
  const schema = modelSchema();
  try {
    return schema.toObject(schema.decode(bytes), { longs: Number }) as ModelMessage;
  } catch (cause) {
    throw notOnnx(cause);
  }
}

function* flatten(nodes: readonly NodeMessage[]): Generator<NodeMessage> {
  for (const node of nodes) {
    yield node;
    for (const { g, graphs = [] } of node.attribute ?? []) {
      for (const graph of g ? [g, ...graphs] : graphs) yield* flatten(graph.node ?? []);
    }
  }
}

/** Scalar boolean constants by name: whether `Dropout` trains is an input of it. */
function constantsOf(graph: GraphMessage, nodes: readonly NodeMessage[]): ReadonlyMap<string, boolean> {
  const constants = new Map<string, boolean>();
  const put = (name: string | undefined, tensor: NonNullable<GraphMessage['initializer']>[number]) => {
    if (name !== undefined && tensor.dataType === elementTypes.bool)
      constants.set(name, Boolean(tensor.rawData?.[0] ?? tensor.int32Data?.[0]));
  };
  for (const tensor of graph.initializer ?? []) put(tensor.name, tensor);
  for (const node of nodes) {
    const tensor =
      node.opType === 'Constant' ? node.attribute?.find(({ name }) => name === 'value')?.t : null;
    if (tensor) put(node.output?.[0], tensor);
  }
  return constants;
}

function isTraining(node: NodeMessage, constants: ReadonlyMap<string, boolean>): boolean {
  if (node.opType === 'Dropout') {
    const mode = node.input?.[2];
    // Without that input it passes everything through. What can't be known before the model runs counts as training.
    return mode !== undefined && mode !== '' && (constants.get(mode) ?? true);
  }
  if (node.opType !== 'BatchNormalization') return false;
  const mode = node.attribute?.find(({ name }) => name === 'training_mode')?.i;
  // Before operator set 14, it is training that asks for the updated statistics as further outputs.
  return mode === undefined ? (node.output ?? []).slice(1).some(name => name !== '') : mode !== 0;
}

function describeNode(node: NodeMessage): string {
  return node.name ? `${node.opType} "${node.name}"` : `${node.opType}`;
}

const typeNames = new Map<number, ElementType>(
  Object.entries(elementTypes).map(([name, number]) => [number, name as ElementType]),
);

function readValue({ name = '', type }: ValueMessage): ModelValue {
  const tensor = type?.tensorType;
  return {
    name,
    type: typeNames.get(tensor?.elemType ?? 0) ?? null,
    dimensions:
      tensor?.shape === undefined
        ? null
        : (tensor.shape.dim ?? []).map(({ dimValue, dimParam }) => dimValue ?? (dimParam || '?')),
  };
}
