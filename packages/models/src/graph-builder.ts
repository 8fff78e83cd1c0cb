import { createHash } from 'node:crypto';
import { toFloat16 } from './float16.ts';
import {
  type AttributeMessage,
  attributeTypes,
  type ElementType,
  elementTypes,
  type ModelMessage,
  modelSchema,
  type NodeMessage,
  type TensorMessage,
  type ValueMessage,
} from './onnx-schema.ts';

/** Name of a tensor in the graph. */
export type Value = string;

/** A fixed length, or the name of one that is only known when the model runs. */
export type Dimension = number | string;

/** Attributes of a node; a whole number is written as `int`, see {@link float} for the other kind. */
export type Attributes = Readonly<Record<string, number | string | readonly number[] | FloatAttribute>>;

/** A number that ONNX declares as `float`, also where its value is whole. */
export interface FloatAttribute {
  readonly float: number;
}

/** Marks a number as a `float` attribute. */
export function float(value: number): FloatAttribute {
  return { float: value };
}

/** Everything of a model file but its graph. */
export interface ModelOptions {
  /** Version of the default operator set, e.g. 17. */
  readonly opset: number;
  /** Entries of `metadata_props`, written in the given order. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Version of whatever made the model; it is part of the file. */
  readonly producerVersion: string;
}

/**
 * Builds an ONNX graph node by node and writes it as a model file. The same calls give the same bytes.
 *
 * It checks nothing of what the operators demand: the runtime does, when the model is loaded.
 */
export class GraphBuilder {
  readonly #name: string;
  readonly #nodes: NodeMessage[] = [];
  readonly #constants = new Map<string, TensorMessage>();
  readonly #inputs: ValueMessage[] = [];
  readonly #outputs: ValueMessage[] = [];
  #values = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Declares an input of the model. */
  input(name: string, type: ElementType, dimensions: readonly Dimension[]): Value {
    this.#inputs.push(valueInfo(name, type, dimensions));
    return name;
  }

  /** Declares a value as an output of the model, under a name of its own. */
  output(value: Value, name: string, type: ElementType, dimensions: readonly Dimension[]): void {
    this.#nodes.push({ opType: 'Identity', input: [value], output: [name] });
    this.#outputs.push(valueInfo(name, type, dimensions));
  }

  /** Adds a node with one output; leave optional inputs out with `''`. */
  op(opType: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const [output] = this.ops(opType, inputs, 1, attributes);
    return output!;
  }

  /** Adds a node with several outputs. */
  ops(
    opType: string,
    inputs: readonly Value[],
    outputs: number,
    attributes: Attributes = {},
  ): readonly Value[] {
    const output = Array.from({ length: outputs }, () => `${opType.toLowerCase()}_${this.#values++}`);
    const attribute = Object.entries(attributes).map(([name, value]) => attributeMessage(name, value));
    this.#nodes.push({ opType, input: inputs, output, attribute });
    return output;
  }

  /** Adds a conversion to another element type. */
  cast(value: Value, type: ElementType): Value {
    return this.op('Cast', [value], { to: elementTypes[type] });
  }

  /**
   * A float32 constant; a plain number is a scalar, an array without dimensions a vector. As with all types, a typed array
   * of just this type is not copied: leave it as it is until the model is written.
   */
  float32(data: number | ArrayLike<number>, dimensions?: readonly number[]): Value {
    return this.#constant('float32', typed(Float32Array, data), dimensionsOf(data, dimensions));
  }

  /** A float64 constant. */
  float64(data: number | ArrayLike<number>, dimensions?: readonly number[]): Value {
    return this.#constant('float64', typed(Float64Array, data), dimensionsOf(data, dimensions));
  }

  /** A float16 constant; each number is rounded to the nearest. */
  float16(data: number | ArrayLike<number>, dimensions?: readonly number[]): Value {
    const bits = toFloat16(typeof data === 'number' ? [data] : data);
    return this.#constant('float16', bits, dimensionsOf(data, dimensions));
  }

  /** An int32 constant. */
  int32(data: number | ArrayLike<number>, dimensions?: readonly number[]): Value {
    return this.#constant('int32', typed(Int32Array, data), dimensionsOf(data, dimensions));
  }

  /** An int64 constant. */
  int64(data: number | ArrayLike<number>, dimensions?: readonly number[]): Value {
    const values = typeof data === 'number' ? [data] : Array.from(data);
    return this.#constant('int64', BigInt64Array.from(values, BigInt), dimensionsOf(data, dimensions));
  }

  /** A float64 constant under a name of its own, by which {@link readConstant} finds it in the file. */
  parameter(name: string, data: ArrayLike<number>, dimensions: readonly number[]): Value {
    const { buffer, byteOffset, byteLength } = typed(Float64Array, data);
    const rawData = new Uint8Array(buffer, byteOffset, byteLength);
    this.#constants.set(name, { name, dims: dimensions, dataType: elementTypes.float64, rawData });
    return name;
  }

  /** Writes the model file. */
  toModel({ opset, metadata, producerVersion }: ModelOptions): Uint8Array {
    const model: ModelMessage = {
      irVersion: irVersionOf(opset),
      producerName: 'framesieve',
      producerVersion,
      opsetImport: [{ domain: '', version: opset }],
      graph: {
        name: this.#name,
        node: this.#nodes,
        initializer: [...this.#constants.values()],
        input: this.#inputs,
        output: this.#outputs,
      },
      metadataProps: Array.from(metadata, ([key, value]) => ({ key, value })),
    };
    const schema = modelSchema();
    const bytes = schema.encode(schema.fromObject(model)).finish();
    // Small ones are part of a pool that others write to; large ones are not worth a second copy.
    return bytes.byteLength === bytes.buffer.byteLength
      ? new Uint8Array(bytes.buffer)
      : new Uint8Array(bytes);
  }

  #constant(type: ElementType, data: ArrayBufferView, dims: readonly number[]): Value {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    // Equal ones are shared: the same scalars, shapes and tables are needed all over a graph.
    const digest = createHash('sha256').update(bytes).digest('base64');
    const key = `${type} ${dims} ${digest}`;
    const known = this.#constants.get(key);
    if (known) return known.name!;
    const name = `constant_${this.#constants.size}`;
    this.#constants.set(key, { name, dims, dataType: elementTypes[type], rawData: bytes });
    return name;
  }
}

function typed<T extends object>(
  Type: { new (length: number): T; from(values: ArrayLike<number>): T },
  data: number | ArrayLike<number>,
): T {
  if (data instanceof Type) return data;
  return Type.from(typeof data === 'number' ? [data] : data);
}

/** Version of the file format that came with an operator set. */
function irVersionOf(opset: number): number {
  if (opset >= 21) return 10;
  return opset >= 19 ? 9 : 8;
}

function dimensionsOf(data: number | ArrayLike<number>, given?: readonly number[]): readonly number[] {
  return given ?? (typeof data === 'number' ? [] : [data.length]);
}

function attributeMessage(name: string, value: Attributes[string]): AttributeMessage {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if (typeof value === 'string')
    return { name, type: attributeTypes.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.ints, ints: value };
}

function valueInfo(name: string, type: ElementType, dimensions: readonly Dimension[]): ValueMessage {
  const dim = dimensions.map(size => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}
