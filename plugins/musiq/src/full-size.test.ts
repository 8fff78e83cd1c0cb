import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOnnxScorer } from '@framesieve/scorer';
import { texturedPicture } from '@framesieve/testkit';
import { writeNpz, writeTorch } from '@framesieve/testkit/tensor-files';
import { expect, it } from 'vitest';
import { pytorchCheckpoint } from '../scripts/pytorch-checkpoint.ts';
import { flaxCheckpoint, fullSize } from '../scripts/random-checkpoint.ts';
import { musiqFamily } from './index.ts';

it('converts a network of the published size from either form of file, and scores with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'framesieve-musiq-'));
  try {
    const npz = join(folder, 'full.npz');
    const pth = join(folder, 'full.pth');
    await writeNpz(npz, flaxCheckpoint(fullSize));
    await writeTorch(pth, pytorchCheckpoint(fullSize));
    const convert = (path: string) =>
      musiqFamily.convert({
        id: 'musiq/koniq',
        known: musiqFamily.models[0]!,
        files: [path],
        profile: 'authors',
        precision: 'float32',
        signal: new AbortController().signal,
      });
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const { model, notes } = await convert(npz);
    expect(notes[0]).toBe('Read 248 tensors: 14 layers, 384 wide, giving one score.');
    expect(sha256((await convert(pth)).model)).toBe(sha256(model));
    await using scorer = await createOnnxScorer({ model });
    const [score] = await scorer.scoreImages([texturedPicture(96, 64)]);
    expect(score!.score).not.toBeNull();
  } finally {
    await rm(folder, { recursive: true });
  }
});
