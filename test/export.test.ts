import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecoderFactory, definePlugin } from '@framesieve/core';
import { libavDecoder } from '@framesieve/plugin-libav';
import { sharedClip } from '@framesieve/testkit/clips';
import { exportPicks, sieve } from 'framesieve';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runForDocument } from './lib/documents.ts';

let folder: string;
let stills: string;

/** A decoder that comes from a plugin which is gone later. */
const passing: DecoderFactory = {
  ...libavDecoder,
  id: 'passing',
  async create(options) {
    const decoder = await libavDecoder.create(options);
    return { id: 'passing', version: '1', open: (path, surroundings) => decoder.open(path, surroundings) };
  },
};
const plugin = definePlugin({
  name: 'passing',
  apiVersion: 1,
  register: registry => registry.addDecoder(passing),
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve export '));
  copyFileSync((await sharedClip('mp4', { frames: 12 })).file, join(folder, 'clip.mp4'));
  const { videos } = await sieve({
    inputs: ['clip.mp4'],
    cwd: folder,
    plugins: [plugin],
    config: {
      decoder: 'passing',
      select: { top: 2, coverage: 0, minGapSeconds: 0 },
      export: { format: 'jpg' },
    },
  });
  expect(videos[0]).toMatchObject({ status: 'ok', decoder: 'passing', warnings: [] });
  stills = join(folder, videos[0]!.picks![0]!.file!, '..');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('reads picks again by another decoder where the one that scored them is gone, and says so', async () => {
  const { videos } = await exportPicks({
    inputs: ['clip.mp4'],
    cwd: folder,
    config: { export: { format: 'png' } },
  });
  expect(videos[0]).toMatchObject({ status: 'ok', error: null });
  expect(videos[0]!.warnings).toEqual([expect.stringContaining('There is no decoder "passing"')]);
  for (const pick of videos[0]!.picks!) expect(pick.verified).toBe('exact');
  expect(readdirSync(stills).filter(name => name.endsWith('.png'))).toHaveLength(2);
});

it('is a failure, and not partly done, when nothing could be written', async () => {
  rmSync(stills, { recursive: true });
  mkdirSync(stills);
  writeFileSync(join(stills, 'manifest.json'), 'not ours');
  const { videos } = await runForDocument(['export', 'clip.mp4'], folder, 1);
  expect(videos[0]).toMatchObject({ status: 'failed', error: { code: 'output-exists' } });
  expect(readdirSync(stills)).toEqual(['manifest.json']);
});
