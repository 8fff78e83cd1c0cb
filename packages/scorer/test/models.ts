import {
  type ElementType,
  float,
  formatModelMetadata,
  GraphBuilder,
  type ModelInput,
  type ModelMetadata,
  type Value,
} from '@framesieve/models';

/** Metadata of the models in these tests. */
export const testMetadata = {
  metric: 'test/mean',
  direction: 'higher',
  range: [0, 255],
  input: {
    colorSpace: 'rgb',
    layout: 'NHWC',
    dtype: 'uint8',
    valueRange: [0, 255],
    mean: null,
    std: null,
    resize: 'none',
    minimumSize: [2, 2],
    sizeMultiple: 1,
  },
  output: { kind: 'scalar' },
  source: null,
  licence: 'Apache-2.0',
  version: '1',
} as const satisfies ModelMetadata;

/** What of a test model differs from the usual: the mean of a picture's samples, one score per picture. */
export interface TestModel {
  readonly metadata?: Partial<ModelMetadata>;
  readonly input?: Partial<ModelInput>;
  /** Dimensions of the input; default: all open but the channels. */
  readonly dimensions?: readonly (number | string)[];
  readonly outputDimensions?: readonly (number | string)[];
  /** Element type of the output; default: float32. */
  readonly outputType?: ElementType;
  /** What is done to the mean, `[N]`, to make the output. */
  readonly head?: (graph: GraphBuilder, mean: Value) => Value;
  /** Keys left out of the file. */
  readonly without?: readonly string[];
}

/** Builds a small model, with FrameSieve's metadata. */
export function testModel(options: TestModel = {}): Uint8Array {
  const input: ModelInput = { ...testMetadata.input, ...options.input };
  const graph = new GraphBuilder('mean');
  const usual = input.layout === 'NHWC' ? ['N', 'H', 'W', 3] : ['N', 3, 'H', 'W'];
  const pixels = graph.input('pixels', input.dtype, options.dimensions ?? usual);
  const samples = graph.op('Cast', [pixels], { to: 1 });
  const mean = graph.op('ReduceMean', [samples], { axes: [1, 2, 3], keepdims: 0 });
  const output = options.head?.(graph, mean) ?? mean;
  const type = options.outputType ?? 'float32';
  graph.output(graph.cast(output, type), 'result', type, options.outputDimensions ?? ['N']);
  const metadata = new Map(formatModelMetadata({ ...testMetadata, ...options.metadata, input }));
  for (const key of options.without ?? []) metadata.delete(key);
  return graph.toModel({ opset: 17, metadata, producerVersion: '1' });
}

/** A model whose single output is the picture's sample at a channel, row and column 0, as it arrives in the model. */
export function firstSampleModel(input: ModelInput, channel: number): Uint8Array {
  const graph = new GraphBuilder('first-sample');
  const pixels = graph.input('pixels', input.dtype, ['N', 'A', 'B', 'C']);
  const samples = graph.op('Cast', [pixels], { to: 1 });
  const axes = graph.int64([1, 2, 3]);
  const [start, end] =
    input.layout === 'NHWC'
      ? [
          [0, 0, channel],
          [1, 1, channel + 1],
        ]
      : [
          [channel, 0, 0],
          [channel + 1, 1, 1],
        ];
  const one = graph.op('Slice', [samples, graph.int64(start!), graph.int64(end!), axes]);
  const result = graph.op('LeakyRelu', [graph.op('Reshape', [one, graph.int64([-1])])], { alpha: float(1) });
  graph.output(result, 'score', 'float32', ['N']);
  const metadata = formatModelMetadata({ ...testMetadata, input });
  return graph.toModel({ opset: 17, metadata, producerVersion: '1' });
}

/**
 * A model that takes 4 bytes for one picture, 64 MiB for two, and more than any address space has for four: it makes
 * N ** 24 numbers on the way.
 */
export function hungryModel(): Uint8Array {
  return testModel({
    head: (graph, mean) => {
      let power = graph.op('Shape', [mean]);
      const square = () => graph.op('Mul', [power, power]);
      for (let i = 0; i < 3; i++) power = square();
      power = graph.op('Mul', [power, square()]);
      const numbers = graph.op('Expand', [graph.op('ReduceMean', [mean], { keepdims: 1 }), power]);
      const largest = graph.op('ReduceMax', [graph.op('Relu', [graph.op('Neg', [numbers])])], {
        keepdims: 0,
      });
      return graph.op('Add', [mean, largest]);
    },
  });
}

/** A model that computes for some tenths of a second, whatever the picture. */
export function slowModel(): Uint8Array {
  return testModel({
    head: (graph, mean) => {
      const scalar = graph.op('ReduceMean', [mean], { keepdims: 0 });
      let sum = mean;
      for (let i = 0; i < 12; i++) {
        const numbers = graph.op('Expand', [
          graph.op('Add', [scalar, graph.float32(i)]),
          graph.int64([2 ** 23]),
        ]);
        sum = graph.op('Add', [sum, graph.op('ReduceMean', [graph.op('Sin', [numbers])], { keepdims: 0 })]);
      }
      return sum;
    },
  });
}
