import { GraphBuilder } from '@framesieve/models';
import fc from 'fast-check';
import ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cubicTaps } from './cubic-taps.ts';
import { gaussianTaps } from './gaussian-taps.ts';
import type { TapMaker } from './taps.ts';

/** For each output position, the weight of each input position. */
type Weights = readonly ReadonlyMap<number, number>[];

const { fround } = Math;

/** Sizes as they occur, from a picture to 224 or 384 pixels and less, and larger ones. */
const sizes = fc.tuple(fc.integer({ min: 1, max: 4096 }), fc.integer({ min: 1, max: 384 }));

describe.each<[string, TapMaker, (from: number, to: number) => Weights, number]>([
  // The last bit: exponentials may be rounded otherwise. A wrong choice of taps makes 0.01.
  ['Gaussian', gaussianTaps, gaussianWeights, 2 ** -23],
  // Positions up to 4096 are rounded to float32.
  ['cubic', cubicTaps, cubicWeights, 1e-3],
])('%s taps', (_name, maker, model, tolerance) => {
  let session: ort.InferenceSession;
  beforeAll(async () => {
    const graph = new GraphBuilder('taps');
    const from = graph.input('from', 'int64', []);
    const to = graph.input('to', 'int64', []);
    const { indices, weights } = maker(graph, from, to);
    graph.output(graph.op('Concat', indices, { axis: 0 }), 'indices', 'int64', ['K']);
    graph.output(graph.op('Concat', weights, { axis: 0 }), 'weights', 'float32', ['K']);
    session = await ort.InferenceSession.create(
      graph.toModel({ opset: 20, metadata: new Map(), producerVersion: '' }),
    );
  });
  afterAll(() => session.release());

  const taps = async (from: number, to: number): Promise<Weights> => {
    const scalar = (value: number) => new ort.Tensor('int64', [BigInt(value)], []);
    const { indices, weights } = await session.run({ from: scalar(from), to: scalar(to) });
    const result = Array.from({ length: to }, () => new Map<number, number>());
    for (const [i, index] of Array.from(indices!.data as BigInt64Array, Number).entries()) {
      expect(index >= 0 && index < from).toBe(true);
      const at = result[i % to]!;
      at.set(index, (at.get(index) ?? 0) + Number(weights!.data[i]));
    }
    return result;
  };

  it('are those of the formula, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ([from, to]) => {
        const expected = model(from, to);
        for (const [i, found] of (await taps(from, to)).entries()) {
          for (const index of new Set([...found.keys(), ...expected[i]!.keys()])) {
            const difference = (found.get(index) ?? 0) - (expected[i]!.get(index) ?? 0);
            expect(Math.abs(difference)).toBeLessThanOrEqual(tolerance);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('add up to 1', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ([from, to]) => {
        for (const found of await taps(from, to)) {
          const sum = [...found.values()].reduce((total, weight) => total + weight, 0);
          expect(Math.abs(sum - 1)).toBeLessThan(5e-6);
        }
      }),
      { numRuns: 50 },
    );
  });
});

it('leaves a picture of the same size as it is by cubic taps, and blurs it by Gaussian ones', () => {
  for (const at of cubicWeights(7, 7)) expect(Math.max(...at.values())).toBe(1);
  expect(gaussianWeights(384, 384)[5]!.get(5)).toBeCloseTo(0.787, 3);
});

/** TensorFlow's ScaleAndTranslate with a Gaussian kernel and without antialiasing, in its float32 arithmetic. */
function gaussianWeights(from: number, to: number): Weights {
  const step = fround(1 / fround(to / from));
  const last = (position: number) => Math.min(Math.max(position, 0), from - 1);
  return Array.from({ length: to }, (_, i) => {
    const centre = fround(fround(i + 0.5) * step);
    const first = last(Math.ceil(fround(fround(centre - 1.5) - 0.5)));
    const end = last(Math.floor(fround(fround(centre + 1.5) - 0.5)));
    const raw = new Map<number, number>();
    let total = 0;
    for (let index = first; index <= end; index++) {
      const distance = Math.abs(fround(fround(index + 0.5) - centre));
      const weight = distance >= 1.5 ? 0 : fround(Math.exp(-fround(distance * distance) / 0.5));
      raw.set(index, weight);
      total = fround(total + weight);
    }
    const share = fround(1 / total);
    return new Map([...raw].map(([index, weight]) => [index, fround(weight * share)]));
  });
}

/** Cubic convolution with a = -0.75 and repeated edges, in float64. */
function cubicWeights(from: number, to: number): Weights {
  const kernel = (d: number) =>
    d < 1 ? (1.25 * d - 2.25) * d * d + 1 : d < 2 ? -0.75 * (((d - 5) * d + 8) * d - 4) : 0;
  return Array.from({ length: to }, (_, i) => {
    const source = ((i + 0.5) * from) / to - 0.5;
    const weights = new Map<number, number>();
    for (let tap = Math.floor(source) - 1; tap <= Math.floor(source) + 2; tap++) {
      const index = Math.min(Math.max(tap, 0), from - 1);
      weights.set(index, (weights.get(index) ?? 0) + kernel(Math.abs(source - tap)));
    }
    return weights;
  });
}
