import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleInput } from '../../test/example-input.ts';
import { makeThumbnails } from './make-thumbnails.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-thumbnails-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('makes small pictures of stills that are there, and keeps the size of smaller ones', async () => {
  const { exported } = exampleInput({ picks: [20, 70, 45] });
  const create = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#c04020' } }).png();
  await create(1920, 1080).toFile(join(folder, 'clip_f20.png'));
  await create(90, 160).toFile(join(folder, 'clip_f70.png'));
  const thumbnails = await makeThumbnails(folder, exported);
  expect([...thumbnails.keys()]).toEqual([20, 70]);
  expect(thumbnails.get(20)).toMatchObject({ width: 360, height: 203 });
  expect(thumbnails.get(70)).toMatchObject({ width: 90, height: 160 });
  const [, data] = thumbnails.get(20)!.address.split('base64,');
  const { channels } = await sharp(Buffer.from(data!, 'base64')).stats();
  expect(channels.map(({ mean }) => Math.round(mean / 16))).toEqual([12, 4, 2]);
});

it('ends with the reason of its signal', async () => {
  const reason = new Error('enough');
  const { exported } = exampleInput();
  await expect(makeThumbnails(folder, exported, AbortSignal.abort(reason))).rejects.toBe(reason);
});
