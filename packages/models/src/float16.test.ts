import fc from 'fast-check';
import ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { toFloat16 } from './float16.ts';
import { GraphBuilder } from './index.ts';

/** What a pattern stands for, by the definition of the format. */
function numberOf(pattern: number): number {
  const sign = pattern & 0x8000 ? -1 : 1;
  const exponent = (pattern >> 10) & 31;
  const fraction = pattern & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

it('keeps every number that half precision has', () => {
  const patterns = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const isNumber = (pattern: number) => !Number.isNaN(numberOf(pattern));
  const numbers = patterns.filter(isNumber);
  expect(toFloat16(Array.from(numbers, numberOf))).toEqual(numbers);
  expect(numberOf(toFloat16([Number.NaN])[0]!)).toBeNaN();
});

it('rounds to the nearest, and to the even one of two', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0x7bfe }),
      fc.float({ min: 0, max: 1, noNaN: true }),
      (lower, share) => {
        const [low, high] = [numberOf(lower), numberOf(lower + 1)];
        const value = Math.fround(low + share * (high - low));
        const nearest = value - low < high - value ? lower : lower + 1;
        const even = lower % 2 === 0 ? lower : lower + 1;
        const expected = value - low === high - value ? even : nearest;
        expect(Array.from(toFloat16([value, -value]))).toEqual([expected, expected | 0x8000]);
      },
    ),
    { numRuns: 2000 },
  );
  expect(Array.from(toFloat16([65_519, 65_520, 1e30]), numberOf)).toEqual([65_504, Infinity, Infinity]);
});

it('writes float16 and int32 constants, and the format version of the operator set', async () => {
  const graph = new GraphBuilder('half');
  const x = graph.cast(graph.input('x', 'float32', [3]), 'float16');
  graph.output(graph.cast(graph.op('Mul', [x, graph.float16(1 / 3)]), 'float32'), 'y', 'float32', [3]);
  const picked = graph.op('Gather', [x, graph.int32([2, 0])]);
  graph.output(graph.cast(picked, 'float32'), 'picked', 'float32', [2]);
  const model = graph.toModel({ opset: 20, metadata: new Map(), producerVersion: '1' });
  // Field 1 of a model is the version of its format.
  expect(Array.from(model.subarray(0, 2))).toEqual([8, 9]);
  const session = await ort.InferenceSession.create(model);
  const results = await session.run({ x: new ort.Tensor('float32', [2, 4, 0.5], [3]) });
  expect(Array.from(results.y!.data as Float32Array)).toEqual(
    [2, 4, 0.5].map(value => (value * 1365) / 4096),
  );
  expect(Array.from(results.picked!.data as Float32Array)).toEqual([0.5, 2]);
  await session.release();
});
