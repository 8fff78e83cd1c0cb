import { createHash } from 'node:crypto';
import { createOnnxScorer } from '@framesieve/scorer';
import ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { openReference, type ReferenceModel } from '../scripts/reference.ts';
import { musiqGraph } from './graph/musiq-graph.ts';
import { musiqFamily } from './index.ts';
import { profiles } from './profile.ts';
import { readWeights } from './weights/read-weights.ts';

const reference = openReference();
const signal = new AbortController().signal;
const models: readonly ReferenceModel[] = ['musiq-tiny', 'musiq-tiny-ava'];

async function convert(path: string, profile: string | null = null): Promise<Uint8Array> {
  const request = {
    id: 'musiq/tiny',
    known: null,
    files: [path],
    profile,
    precision: 'float32',
    signal,
  } as const;
  return (await musiqFamily.convert(request)).model;
}

describe.skipIf(!reference)('scores of networks with random weights', () => {
  it.each(models)('%s: are those of the authors’ code to 0.0002', async model => {
    const { pictures, checkpoint, read } = reference!;
    await using scorer = await createOnnxScorer({ model: await convert(checkpoint(model, 'npz')) });
    for (const [name, { models: expected }] of pictures) {
      const [result] = await scorer.scoreImages([await read(name)]);
      // 2e-4 tells the two forms of GELU apart, which differ by 5e-4 … 2.6e-3. Measured: 2e-5.
      expect(Math.abs(result!.score! - expected[model].score_f64), name).toBeLessThanOrEqual(2e-4);
      const { dist_f64: shares } = expected[model];
      const { distribution } = result as { distribution: readonly number[] | null };
      expect(distribution?.length).toBe(shares?.length);
      for (const [i, share] of (shares ?? []).entries())
        expect(Math.abs(distribution![i]! - share), name).toBeLessThanOrEqual(1e-5);
    }
  });

  it.each(models)('%s: are those of the PyTorch port to 0.001', async model => {
    const { pictures, pytorch, checkpoint, read } = reference!;
    await using scorer = await createOnnxScorer({ model: await convert(checkpoint(model, 'pth')) });
    let compared = 0;
    for (const [name, { models: expected }] of pictures) {
      const [result] = await scorer.scoreImages([await read(name)]);
      const recorded =
        pytorch.images[name]?.scores[model] ??
        (model === 'musiq-tiny' ? pytorch.edge_cases[name.replace('.png', '')]?.[model] : undefined);
      if (recorded !== undefined) compared += 1;
      for (const score of [
        recorded ?? expected[model].pyiqa_profile_score_f32,
        expected[model].pyiqa_profile_score_f32,
      ])
        expect(Math.abs(result!.score! - score), name).toBeLessThanOrEqual(0.001);
    }
    expect(compared).toBeGreaterThan(15);
  });

  it('gives the same model for the same weights in either form of file, and beside the state of a training', async () => {
    const { checkpoint } = reference!;
    for (const profile of ['authors', 'pytorch']) {
      for (const model of models) {
        const fromNpz = await convert(checkpoint(model, 'npz'), profile);
        expect(await convert(checkpoint(model, 'pth'), profile)).toEqual(fromNpz);
      }
    }
    const official = await convert(checkpoint('musiq-tiny-official-like', 'npz'));
    expect(official).toEqual(await convert(checkpoint('musiq-tiny', 'npz')));
  });
});

describe.skipIf(!reference)('the patches', () => {
  // Tokens that only fill up are zeros there and absent here.
  it('are those of TensorFlow, bit for bit, with their places', async () => {
    const { pictures, checkpoint, read } = reference!;
    const { weights } = await readWeights(checkpoint('musiq-tiny', 'npz'), signal);
    const graph = musiqGraph(weights, {
      profile: profiles.authors,
      precision: 'float32',
      observe(builder, name, value) {
        if (name === 'patches') builder.output(value, name, 'float32', ['N', 'T', 3072]);
        if (name === 'places') builder.output(value, name, 'int64', ['T']);
      },
    });
    const session = await ort.InferenceSession.create(
      graph.toModel({ opset: 20, metadata: new Map(), producerVersion: '' }),
      { intraOpNumThreads: 1 },
    );
    for (const [name, expected] of pictures) {
      const { width, height, data } = await read(name);
      const rgb = new ort.Tensor('uint8', data as Uint8Array, [1, height, width, 3]);
      const results = await session.run({ rgb }, ['patches', 'places']);
      const patches = results.patches!.data as Float32Array;
      const places = Array.from(results.places!.data as BigInt64Array, Number);
      expect(places, name).toHaveLength(expected.n_valid_tokens);

      const counts = expected.patch_grid_hw.map(([rows, columns]) => rows * columns);
      const filled = [49, 144, counts[2]!];
      const total = filled.reduce((sum, count) => sum + count, 0);
      const tokens = new Float32Array(total * 3072);
      const positions = new Int32Array(total);
      let from = 0;
      let to = 0;
      for (const [version, count] of counts.entries()) {
        for (let i = 0; i < count; i++) {
          for (let at = 0; at < 3072; at++)
            tokens[(to + i) * 3072 + at] = patches[(from + i) * 3072 + (at % 3) * 1024 + Math.floor(at / 3)]!;
          positions[to + i] = places[from + i]! - version * 100;
        }
        from += count;
        to += filled[version]!;
      }
      expect(sha256(tokens), name).toBe(expected.tokens_f32le_sha256);
      expect(sha256(positions), name).toBe(expected.position_index_i32le_sha256);
    }
    await session.release();
  });
});

function sha256(values: Float32Array | Int32Array): string {
  return createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
}
