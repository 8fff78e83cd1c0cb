import { GraphBuilder } from '@framesieve/models';
import fc from 'fast-check';
import ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { profiles } from '../profile.ts';
import { cutPatches } from './patches.ts';
import { normalise, resizedSize } from './picture.ts';

const { fround } = Math;
const options = { opset: 20, metadata: new Map(), producerVersion: '' };
const side = fc.integer({ min: 1, max: 8192 });

/** Rounds half to even. */
function round(value: number): number {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}

describe.each([
  [
    'authors',
    (value: number, ratio: number) => fround(value * ratio),
    (a: number, b: number) => fround(a / b),
  ],
  ['pytorch', (value: number, ratio: number) => value * ratio, (a: number, b: number) => a / b],
] as const)('the sizes of the profile %s', (profile, times, divided) => {
  it.each([224, 384])('bring the longer side to %d', async longer => {
    const graph = new GraphBuilder('size');
    const size = graph.input('size', 'int64', [2]);
    const resized = resizedSize(graph, size, longer, profiles[profile]);
    graph.output(graph.cast(resized, 'float32'), 'resized', 'float32', [2]);
    const session = await ort.InferenceSession.create(graph.toModel(options));
    const resize = async (sides: readonly [number, number]) => {
      const { resized: found } = await session.run({ size: new ort.Tensor('int64', sides.map(BigInt), [2]) });
      return Array.from(found!.data as Float32Array);
    };
    const known = [
      [660, 1280],
      [90, 640],
    ] as const;
    if (longer === 224)
      expect(await Promise.all(known.map(resize))).toEqual(
        profile === 'authors'
          ? [
              [116, 224],
              [32, 224],
            ]
          : [
              [115, 224],
              [31, 224],
            ],
      );
    await fc.assert(
      fc.asyncProperty(fc.tuple(side, side), async sides => {
        const ratio = divided(longer, Math.max(...sides));
        expect(await resize(sides)).toEqual(sides.map(value => round(times(value, ratio))));
      }),
      { numRuns: 500 },
    );
    await session.release();
  });
});

it('cuts pictures into patches row by row, with zeros around, and hashes their places', async () => {
  const graph = new GraphBuilder('patches');
  const { samples, cells } = cutPatches(graph, graph.input('pictures', 'float32', [2, 'H', 'W', 3]));
  graph.output(samples, 'samples', 'float32', [2, 'T', 3072]);
  graph.output(cells, 'cells', 'int64', ['T']);
  const session = await ort.InferenceSession.create(graph.toModel(options));
  const length = fc.integer({ min: 1, max: 400 });
  await fc.assert(
    fc.asyncProperty(length, length, async (height, width) => {
      const data = Float32Array.from({ length: 2 * height * width * 3 }, (_, i) => i + 1);
      const pictures = new ort.Tensor('float32', data, [2, height, width, 3]);
      const { samples: found, cells: places } = await session.run({ pictures });
      const [rows, columns] = [Math.ceil(height / 32), Math.ceil(width / 32)];
      const [top, left] = [rows * 32 - height, columns * 32 - width].map(gap => Math.floor(gap / 2));
      expect(found!.dims).toEqual([2, rows * columns, 3072]);
      // Every sample is known by its number.
      const expected = new Float32Array(2 * rows * columns * 3072);
      for (let i = 0; i < data.length; i++) {
        const [y, x] = [Math.floor(i / (width * 3)) % height, Math.floor(i / 3) % width];
        const [py, px] = [y + top!, x + left!];
        const patch = Math.floor(py / 32) * columns + Math.floor(px / 32);
        const picture = Math.floor(i / (height * width * 3));
        const channel = i % 3;
        const at = (picture * rows * columns + patch) * 3072 + channel * 1024 + (py % 32) * 32 + (px % 32);
        expected[at] = data[i]!;
      }
      expect(found!.data).toEqual(expected);
      const grid = (count: number, i: number) => Math.min(9, Math.floor(fround(i * fround(10 / count))));
      const hashed = Array.from(
        { length: rows * columns },
        (_, i) => grid(rows, Math.floor(i / columns)) * 10 + grid(columns, i % columns),
      );
      expect(Array.from(places!.data as BigInt64Array, Number)).toEqual(hashed);
    }),
    { numRuns: 30 },
  );
  await session.release();
});

it('brings samples to [-1, 1] as the authors’ code does, to the last bit', async () => {
  const graph = new GraphBuilder('levels');
  const rgb = graph.input('rgb', 'uint8', ['N']);
  graph.output(normalise(graph, rgb), 'levels', 'float32', ['N']);
  const session = await ort.InferenceSession.create(graph.toModel(options));
  const every = Uint8Array.from({ length: 256 }, (_, i) => i);
  const { levels } = await session.run({ rgb: new ort.Tensor('uint8', every, [256]) });
  expect(levels!.data).toEqual(
    Float32Array.from(every, value => fround(-1 + fround(fround(value / 255) * 2))),
  );
  await session.release();
});
