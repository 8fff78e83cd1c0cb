import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecoderFactory, definePlugin, silentLogger, unknownColor } from '@framesieve/core';
import { readManifest, writeStill } from '@framesieve/exporter';
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

it('writes reduced stills of any video name, which say where they come from unless that is off', async () => {
  const name = '50% Überfahrt 東京 %d #1 (1).mp4';
  copyFileSync((await sharedClip('mp4', { frames: 12 })).file, join(folder, name));
  const select = ['--top', '1', '--coverage', '0', '--min-gap', '0'];
  const format = ['--format', 'webp', '--max-size', '40', '--quality', '70'];
  const template = ['--template', '{stem} {timecode} {rank}.{ext}'];
  const { videos } = await runForDocument(['run', name, ...select, ...format, ...template], folder);
  const { frame, verified, file: written } = videos[0]!.picks![0]!;
  const file = written!;
  expect(verified).toBe('exact');
  expect(file).toMatch(/50% Überfahrt 東京 %d #1 \(1\) 00h00m0\d\.\d{3}s 01\.webp$/);
  const bytes = readFileSync(join(folder, file));
  expect(bytes.toString()).toContain(`<framesieve:Frame>${frame}</framesieve:Frame>`);
  expect(bytes.toString()).toContain(`<dc:source>${name}</dc:source>`);
  expect(bytes.includes(folder)).toBe(false);
  const manifest = await readManifest(join(folder, file, '..'), false);
  expect(manifest?.output).toMatchObject({ quality: 70, maxSize: 40, metadata: true });
  const [still] = manifest!.stills;
  expect(Math.max(still!.width, still!.height)).toBe(40);

  const bare = (overwrite: boolean) =>
    sieve({
      inputs: [name],
      cwd: folder,
      config: {
        select: { top: 1, coverage: 0, minGapSeconds: 0 },
        export: {
          ...{ format: 'webp', maxSize: 40, quality: 70, metadata: false, overwrite },
          template: '{stem} {timecode} {rank}.{ext}',
        },
      },
    });
  const refused = await bare(false);
  expect(refused.videos[0]!.warnings.join()).toContain('its metadata is on instead of off');
  await bare(true);
  expect(readFileSync(join(folder, file)).toString()).not.toContain('framesieve');
});

it('says that the video was not deinterlaced for the still that is in the way', async () => {
  copyFileSync((await sharedClip('mp4', { frames: 12 })).file, join(folder, 'fields.mp4'));
  const run = (deinterlace: 'on' | 'off', template: string) =>
    sieve({
      inputs: ['fields.mp4'],
      cwd: folder,
      config: {
        deinterlace,
        select: { top: 1, coverage: 0, minGapSeconds: 0 },
        export: { template },
      },
    });
  await run('off', 'still.{ext}');
  const { videos } = await run('on', 'still.{ext}');
  expect(videos[0]).toMatchObject({ status: 'partial' });
  expect(videos[0]!.warnings.join()).toMatch(
    /its pixel pipeline is none instead of bwdif.*\{pixelPipeline\}/,
  );
  const apart = await run('on', '{pixelPipeline}.{ext}');
  expect(apart.videos[0]!.picks![0]!.file).toMatch(/bwdif-all\.png$/);
});

it('states HDR in PNG and AVIF so that FFmpeg finds it', async () => {
  const data = Uint16Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 7919) % 65_536);
  const color = { ...unknownColor, primaries: 'bt2020', transfer: 'arib-std-b67' };
  const decoder = await libavDecoder.create({});
  for (const [format, sourceBitDepth] of [
    ['png', 10],
    ['avif', 10],
    ['avif', 12],
  ] as const) {
    const file = join(folder, `hlg-${sourceBitDepth}.${format}`);
    await writeStill({ width: 64, height: 48, data }, file, { format, color, sourceBitDepth });
    const { signal } = new AbortController();
    await using video = await decoder.open(file, { signal, logger: silentLogger });
    expect(video.streams[0]!.color).toMatchObject({ primaries: 'bt2020', transfer: 'arib-std-b67' });
  }
});
