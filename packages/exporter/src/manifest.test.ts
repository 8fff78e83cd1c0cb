import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  collect,
  makeContext,
  makeFrame,
  makeInput,
  makeSource,
  temporaryFolder,
  toRgb,
} from '../test/make-input.ts';
import { createExportStage } from './export-stage.ts';
import { type Manifest, manifestSchema } from './manifest-schema.ts';
import { preflight } from './preflight.ts';
import { readManifest } from './read-manifest.ts';

const frames = [3, 30, 60, 90].map(ordinal => makeFrame({ ordinal }));
const stage = createExportStage({ rgb: toRgb });
const schema = JSON.parse(await readFile(new URL('../manifest.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, validateFormats: false }).compile<Manifest>(schema);

async function exportTo(
  folder: string,
  options: Partial<Parameters<typeof makeInput>[0]> = {},
): Promise<Manifest> {
  await collect(stage.run(makeInput({ frames, folder, ...options }), makeContext()));
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  validate(manifest);
  expect(validate.errors).toBeNull();
  return manifest;
}

describe('the published schema', () => {
  it('is the one that manifests are read by (else: pnpm --filter @framesieve/exporter schema)', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(manifestSchema))));
  });

  it('refuses what is no manifest', async () => {
    await using folder = await temporaryFolder();
    const manifest = await exportTo(folder.path);
    expect(validate({ ...manifest, version: 2 })).toBe(false);
    expect(validate({ ...manifest, stills: [{ ...manifest.stills[0], sha256: 'none' }] })).toBe(false);
    expect(validate({ ...manifest, stills: [{ ...manifest.stills[0], file: '../clip.png' }] })).toBe(false);
    const { source: _, ...sourceless } = manifest;
    expect(validate(sourceless)).toBe(false);
  });
});

describe('a manifest', () => {
  it('says where each still comes from', async () => {
    await using folder = await temporaryFolder();
    const manifest = await exportTo(folder.path);
    const { identity, path } = makeSource();
    expect(manifest.source).toMatchObject({
      path,
      file: 'clip.mp4',
      ...identity,
      stream: 0,
      container: 'mov,mp4',
    });
    expect(manifest.decode).toMatchObject({
      decoder: { id: 'libav', version: '8.1.1' },
      timeBase: [1, 12800],
    });
    expect(manifest.metrics).toMatchObject([
      { id: 'brisque/opencv', direction: 'lower', modelSha256: 'cd'.repeat(32) },
    ]);
    expect(manifest.settings).toEqual({ toolVersion: '0.1.0', top: '5%' });
    expect(manifest.stills[1]).toMatchObject({
      file: 'clip_f000030_t00001.200_r02_s3.14.png',
      export: 1,
      frame: 30,
      ptsTicks: 15360,
      ptsSource: 'container',
      timeSeconds: 1.2,
      scores: { 'brisque/opencv': Math.PI },
      metric: 'brisque/opencv',
      rank: 2,
      tier: 'top',
      reason: 'Best 2 of all.',
      fingerprint: frames[1]!.record.fingerprint.toString(16).padStart(16, '0'),
      colorTag: 'srgb',
      verified: 'exact',
    });
  });

  it('says how stills were written, and how the video was recorded', async () => {
    await using folder = await temporaryFolder();
    const plain = await exportTo(folder.path, { settings: { template: '{frame}.{ext}' } });
    const output = { format: 'png', crop: false, quality: null, maxSize: null, metadata: true };
    expect(plain.output).toEqual({ ...output, template: '{frame}.{ext}' });
    expect(plain.recording).toEqual({ createdAt: null, position: null });
    const settings = { format: 'webp', maxSize: 20, metadata: false, template: '{frame}.{ext}' } as const;
    const recording = {
      createdAt: '2024-05-06T07:08:09+02:00',
      position: { latitude: 1, longitude: 2, altitude: null },
    };
    const manifest = await exportTo(folder.path, { settings, source: { recording } });
    expect(manifest.output).toEqual({ ...settings, crop: false, quality: 95 });
    expect(manifest.recording).toEqual(recording);
    expect(manifest.stills[0]).toMatchObject({ width: 20, height: 15, format: 'webp' });
  });

  it('is still read where it was written before it said so, but such stills are not taken for the same', async () => {
    await using folder = await temporaryFolder();
    const { recording: _, output, ...rest } = await exportTo(folder.path);
    const { format, template } = output;
    const old = { ...rest, output: { format, template } };
    await writeFile(join(folder.path, 'manifest.json'), JSON.stringify(old));
    expect((await readManifest(folder.path, false))?.stills).toHaveLength(4);
    const [still] = (await preflight(makeInput({ frames, folder: folder.path }))).stills;
    expect(still).toMatchObject({
      state: 'exists',
      differences: ['its metadata is of an earlier version instead of on'],
    });
  });

  it('keeps tracing the stills of earlier exports, whichever video they are of', async () => {
    await using folder = await temporaryFolder();
    await exportTo(folder.path, { frames: frames.slice(0, 2) });
    const identity = { sizeBytes: 9, sha256: 'ef'.repeat(32) };
    await exportTo(folder.path, { frames: frames.slice(2, 3), source: { path: '/v/other.mp4', identity } });
    const manifest = await exportTo(folder.path, { frames: frames.slice(3) });
    expect(manifest.stills.map(still => [still.frame, still.export])).toEqual([
      [90, 3],
      [60, 2],
      [3, 1],
      [30, 1],
    ]);
    expect(manifest.export).toBe(3);
    expect(manifest.earlier.map(({ export: number, source }) => [number, source.file])).toEqual([
      [2, 'other.mp4'],
      [1, 'clip.mp4'],
    ]);
  });

  it('forgets stills that are gone, and exports that left none', async () => {
    await using folder = await temporaryFolder();
    const first = await exportTo(folder.path, { frames: frames.slice(0, 1) });
    await exportTo(folder.path, { frames: frames.slice(1, 2) });
    await rm(join(folder.path, first.stills[0]!.file));
    expect((await readManifest(folder.path, false))?.stills.map(still => still.frame)).toEqual([30]);
    const manifest = await exportTo(folder.path, { frames: frames.slice(2) });
    expect(manifest.stills.map(still => still.frame)).toEqual([60, 90, 30]);
    expect(manifest.earlier.map(description => description.export)).toEqual([2]);
  });

  it('takes a kept still over into the export that kept it', async () => {
    await using folder = await temporaryFolder();
    const settings = { template: '{frame}.{ext}' };
    await exportTo(folder.path, { settings });
    const manifest = await exportTo(folder.path, { frames: frames.toReversed(), settings });
    expect(manifest.stills.map(still => [still.frame, still.rank, still.export])).toEqual([
      [3, 4, 2],
      [30, 3, 2],
      [60, 2, 2],
      [90, 1, 2],
    ]);
    expect(manifest.earlier).toEqual([]);
  });

  it('is null where nothing was exported', async () => {
    await using folder = await temporaryFolder();
    expect(await readManifest(folder.path, false)).toBeNull();
  });
});
