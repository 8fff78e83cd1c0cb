import { GraphBuilder, type Value } from '@framesieve/models';
import ort from 'onnxruntime-node';
import { afterAll } from 'vitest';

/** Numbers that go into a graph or come out of it, the last index fastest. */
export interface Numbers {
  readonly data: ArrayLike<number>;
  readonly dimensions: readonly number[];
}

/** What a graph is tried with. */
export interface TriedGraph<Name extends string> {
  readonly type: 'uint8' | 'float32' | 'float64';
  /** Number of axes of the input. */
  readonly rank: number;
  /** Adds the nodes; returns the outputs with their number of axes. All of them are read as float64. */
  build(graph: GraphBuilder, input: Value): Readonly<Record<Name, readonly [value: Value, rank: number]>>;
}

const arrays = { uint8: Uint8Array, float32: Float32Array, float64: Float64Array };

/**
 * Builds a graph and opens it in ONNX Runtime until the last test has run.
 *
 * @returns what runs it.
 */
export async function openGraph<Name extends string>({
  type,
  rank,
  build,
}: TriedGraph<Name>): Promise<(input: Numbers) => Promise<Record<Name, Numbers>>> {
  const graph = new GraphBuilder('tried');
  const axes = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}`);
  const built = Object.entries<readonly [Value, number]>(
    build(graph, graph.input('in', type, axes('in', rank))),
  );
  for (const [name, [value, outputRank]] of built)
    graph.output(graph.cast(value, 'float64'), name, 'float64', axes(name, outputRank));
  const model = graph.toModel({ opset: 17, metadata: new Map(), producerVersion: '0' });
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
  afterAll(() => session.release());
  return async ({ data, dimensions }) => {
    const results = await session.run({ in: new ort.Tensor(arrays[type].from(data), dimensions) });
    const read = built.map(([name]): [string, Numbers] => {
      const { data: values, dims } = results[name]!;
      // They were declared float64.
      return [name, { data: values as Float64Array, dimensions: dims }];
    });
    // Each of the names is there, which fromEntries() forgets.
    return Object.fromEntries(read) as Record<Name, Numbers>;
  };
}
