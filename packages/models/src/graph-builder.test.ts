import fc from 'fast-check';
import ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { float, GraphBuilder, readModel } from './index.ts';

const options = { opset: 17, metadata: new Map([['framesieve.version', '1']]), producerVersion: '1.2.3' };

/** y = LeakyRelu(x · scale + offset) */
function affine(scale: number, offset: number): Uint8Array {
  const graph = new GraphBuilder('affine');
  const x = graph.input('x', 'float32', ['N', 3]);
  const scaled = graph.op('Mul', [x, graph.float32(scale)]);
  const moved = graph.op('Add', [scaled, graph.float32([offset, offset, offset])]);
  graph.output(graph.op('LeakyRelu', [moved], { alpha: float(0) }), 'y', 'float32', ['N', 3]);
  return graph.toModel(options);
}

it('writes a model that ONNX Runtime runs', async () => {
  const session = await ort.InferenceSession.create(affine(2, 1));
  const { y } = await session.run({ x: new ort.Tensor('float32', [1, -2, 0.5, 3, 4, 5], [2, 3]) });
  expect(y!.dims).toEqual([2, 3]);
  expect(Array.from(y!.data as Float32Array)).toEqual([3, -0, 2, 7, 9, 11]);
  await session.release();
});

it('writes constants of every type, lists, texts and several outputs', async () => {
  const graph = new GraphBuilder('all');
  const x = graph.input('x', 'uint8', [4]);
  const double = graph.op('Cast', [x], { to: 11 });
  const shifted = graph.op('Add', [double, graph.float64([1 / 3, 0, 0, -1e300])]);
  const [low, high] = graph.ops('Split', [shifted], 2, { axis: 0 });
  const padded = graph.op('Pad', [low!, graph.int64([0, 1])], { mode: 'edge' });
  graph.output(padded, 'low', 'float64', [3]);
  graph.output(graph.op('Transpose', [high!], { perm: [0] }), 'high', 'float64', [2]);
  const session = await ort.InferenceSession.create(graph.toModel(options));
  const { low: a, high: b } = await session.run({ x: new ort.Tensor('uint8', [0, 1, 2, 255], [4]) });
  expect(Array.from(a!.data as Float64Array)).toEqual([1 / 3, 1, 1]);
  expect(Array.from(b!.data as Float64Array)).toEqual([2, 255 - 1e300]);
  await session.release();
});

it('gives the same bytes for the same calls, and others for others', () => {
  expect(affine(2, 1)).toEqual(affine(2, 1));
  expect(affine(2, 1)).not.toEqual(affine(2, 1.5));
});

it('keeps equal constants once', () => {
  const graph = new GraphBuilder('shared');
  expect(graph.float32([1, 2])).toBe(graph.float32([1, 2]));
  expect(graph.float32([1, 2])).not.toBe(graph.float32([1, 2], [2, 1]));
  expect(graph.float32(0)).not.toBe(graph.float64(0));
});

it('writes metadata that is read back, whatever the text', () => {
  const anyMap = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })));
  fc.assert(
    fc.property(anyMap, entries => {
      const metadata = new Map(entries);
      const graph = new GraphBuilder('g');
      graph.output(graph.input('x', 'float32', []), 'y', 'float32', []);
      expect(readModel(graph.toModel({ ...options, metadata })).metadata).toEqual(metadata);
    }),
    { numRuns: 50 },
  );
});
