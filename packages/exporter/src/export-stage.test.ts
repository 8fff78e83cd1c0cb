import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from '@framesieve/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  collect,
  type Fault,
  type InputOptions,
  makeContext,
  makeFrame,
  makeInput,
  temporaryFolder,
  toRgb,
} from '../test/make-input.ts';
import { createExportStage } from './export-stage.ts';
import type { Manifest } from './manifest-schema.ts';
import { sha256Of } from './place-file.ts';

const frames = [3, 30, 60, 90].map(ordinal => makeFrame({ ordinal }));
const stage = createExportStage({ rgb: toRgb });
const exportAll = (input: ReturnType<typeof makeInput>, signal?: AbortSignal) =>
  collect(stage.run(input, makeContext(signal)));
const readManifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
const faulty = async (folder: string, fault: Fault, options: Partial<InputOptions> = {}) => {
  const input = makeInput({ frames, folder, fault, ...options });
  return { input, results: await exportAll(input) };
};
const changed = (frame: Frame, change: Partial<Frame['record']>): Frame => ({
  ...frame,
  record: { ...frame.record, ...change },
});

describe('exporting', () => {
  it('writes exactly the planned frames, and a manifest that traces them', async () => {
    await using root = await temporaryFolder();
    const folder = join(root.path, 'new', 'folder');
    const input = makeInput({ frames, folder });
    const results = await exportAll(input);
    expect(input.reads).toEqual([{ ordinals: [3, 30, 60, 90], linear: false }]);
    expect(results.map(result => result.planned.frame.ordinal)).toEqual([3, 30, 60, 90]);
    for (const [i, { still, error }] of results.entries()) {
      expect(error).toBeNull();
      expect(still).toMatchObject({ ordinal: frames[i]!.record.ordinal, verified: 'exact' });
      const bytes = await readFile(join(folder, still!.file));
      expect(sha256Of(bytes)).toBe(still!.sha256);
      expect(new Uint8Array(await sharp(bytes).raw().toBuffer())).toEqual(toRgb(frames[i]!).data);
    }
    const manifest = await readManifestOf(folder);
    expect(manifest).toMatchObject({
      version: 1,
      export: 1,
      complete: true,
      toolVersion: '0.1.0',
      failed: [],
      earlier: [],
    });
    expect(manifest.stills.map(still => [still.file, still.sha256])).toEqual(
      results.map(({ still }) => [still!.file, still!.sha256]),
    );
    expect(await readdir(folder)).toHaveLength(5);
  });

  it('writes 16 bits for deep frames as PNG, 8 as JPEG', async () => {
    await using folder = await temporaryFolder();
    const deep = [makeFrame({ ordinal: 2, bitDepth: 10 })];
    for (const [format, bitDepth] of [
      ['png', 16],
      ['jpg', 8],
      ['avif', 10],
    ] as const) {
      await exportAll(makeInput({ frames: deep, folder: folder.path, settings: { format } }));
      const manifest = await readManifestOf(folder.path);
      expect(manifest.stills[0]).toMatchObject({ format, bitDepth, width: 40, height: 30 });
    }
  });

  it('says in each still where it comes from, unless it is not to', async () => {
    await using folder = await temporaryFolder();
    const read = async (settings: object) => {
      const input = makeInput({ frames, folder: folder.path, settings: { overwrite: true, ...settings } });
      const [, second] = await exportAll(input);
      return sharp(await readFile(join(folder.path, second!.still!.file))).metadata();
    };
    const { exif, xmpAsString } = await read({});
    expect(exif?.toString('latin1')).toContain('clip.mp4, frame 30 at 1.200 s');
    expect(xmpAsString).toContain('<framesieve:Rank>2</framesieve:Rank>');
    expect(xmpAsString).toContain('<framesieve:Verified>exact</framesieve:Verified>');
    const bare = await read({ metadata: false });
    expect([bare.exif, bare.xmp]).toEqual([undefined, undefined]);
  });

  it('reduces stills, the deep ones in all their bits', async () => {
    await using folder = await temporaryFolder();
    const deep = [makeFrame({ ordinal: 2, bitDepth: 10 })];
    const [result] = await exportAll(
      makeInput({ frames: deep, folder: folder.path, settings: { maxSize: 20 } }),
    );
    const bytes = await readFile(join(folder.path, result!.still!.file));
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 20, height: 15, depth: 'ushort' });
    const manifest = await readManifestOf(folder.path);
    expect(manifest.stills[0]).toMatchObject({ width: 20, height: 15, bitDepth: 16 });
    expect(manifest.output).toMatchObject({ maxSize: 20 });
  });

  it('exports nothing as well', async () => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames: [], folder: folder.path });
    expect(await exportAll(input)).toEqual([]);
    expect(input.reads).toEqual([]);
    expect((await readManifestOf(folder.path)).complete).toBe(true);
  });

  it('removes what a killed export left', async () => {
    await using folder = await temporaryFolder();
    const left = join(folder.path, '.framesieve-00000000-1-0123456789ab.tmp');
    await writeFile(left, 'half a still');
    await utimes(left, new Date(0), new Date(0));
    await exportAll(makeInput({ frames, folder: folder.path }));
    expect((await readdir(folder.path)).filter(name => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('frames that are not what they should be', () => {
  it.each<[string, (frame: Frame) => Frame | null]>([
    [
      'another picture',
      frame => ({
        ...makeFrame({ ordinal: 60, seed: 4 }),
        record: changed(frame, { fingerprint: 1n }).record,
      }),
    ],
    ['another timestamp', frame => changed(frame, { ptsTicks: 1 })],
    ['another number', frame => changed(frame, { ordinal: 61 })],
    ['nothing', () => null],
  ])('are read again from the start: %s', async (_, wrong) => {
    await using folder = await temporaryFolder();
    const { input, results } = await faulty(folder.path, (frame, linear) =>
      frame.record.ordinal === 60 && !linear ? wrong(frame) : frame,
    );
    expect(input.reads).toEqual([
      { ordinals: [3, 30, 60, 90], linear: false },
      { ordinals: [60], linear: true },
    ]);
    expect(results.map(({ planned, still }) => [planned.frame.ordinal, still?.verified])).toEqual([
      [3, 'exact'],
      [30, 'exact'],
      [60, 'exact'],
      [90, 'exact'],
    ]);
    expect(
      new Uint8Array(
        await sharp(await readFile(join(folder.path, results[2]!.still!.file)))
          .raw()
          .toBuffer(),
      ),
    ).toEqual(toRgb(frames[2]!).data);
  });

  it.each<[string, (frame: Frame) => Frame | null, RegExp]>([
    [
      'another picture',
      frame => changed(frame, { fingerprint: 1n }),
      /its fingerprint is 0000000000000001 instead of /,
    ],
    ['another timestamp', frame => changed(frame, { ptsTicks: 1 }), /its timestamp is 1 instead of 30720/],
    ['another number', frame => changed(frame, { ordinal: 61 }), /did not come/],
    ['nothing', () => null, /did not come/],
  ])('get an error and no still when that fails too: %s', async (_, wrong, message) => {
    await using folder = await temporaryFolder();
    const { results } = await faulty(folder.path, frame =>
      frame.record.ordinal === 60 ? wrong(frame) : frame,
    );
    expect(results.map(({ still }) => still !== null)).toEqual([true, true, false, true]);
    expect(results[2]!.error).toMatchObject({
      code: 'frame-mismatch',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('--no-resume'),
    });
    expect(results[2]!.error!.message).toContain('Frame 60 (2.400 s) of clip.mp4');
    expect((await readdir(folder.path)).filter(name => name.includes('f000060'))).toEqual([]);
    const manifest = await readManifestOf(folder.path);
    expect(manifest.complete).toBe(true);
    expect(manifest.stills).toHaveLength(3);
    expect(manifest.failed).toMatchObject([{ frame: 60, code: 'frame-mismatch' }]);
  });

  it('tell what the last reading was like', async () => {
    await using folder = await temporaryFolder();
    const { results } = await faulty(folder.path, (frame, linear) =>
      frame.record.ordinal !== 60 ? frame : linear ? null : changed(frame, { fingerprint: 1n }),
    );
    expect(results[2]!.error?.message).toMatch(/did not come/);
  });

  it('go on from the start when reading breaks off, and tell why when that does too', async () => {
    await using folder = await temporaryFolder();
    const breaking =
      (always: boolean): Fault =>
      (frame, linear) => {
        if (frame.record.ordinal === 60 && (always || !linear)) throw new Error('The file ends here.');
        return frame;
      };
    const { results } = await faulty(join(folder.path, 'a'), breaking(false));
    expect(results.every(({ still }) => still?.verified === 'exact')).toBe(true);
    const { results: broken } = await faulty(join(folder.path, 'b'), breaking(true));
    expect(broken.map(({ still }) => still !== null)).toEqual([true, true, false, false]);
    expect(broken[3]!.error).toMatchObject({
      code: 'decode-failed',
      message: expect.stringContaining('The file ends here.'),
    });
  });

  it('pass by tolerance only when another decoder or version read them', async () => {
    await using folder = await temporaryFolder();
    const nearly: Fault = frame => makeFrame({ ordinal: frame.record.ordinal, touched: true });
    const other = { source: { rereadBy: { id: 'libav', version: '8.2.0' } } };
    const { results } = await faulty(join(folder.path, 'other'), nearly, other);
    expect(results.map(({ still }) => still?.verified)).toEqual(Array(4).fill('approximate'));
    expect((await readManifestOf(join(folder.path, 'other'))).stills[0]).toMatchObject({
      verified: 'approximate',
    });
    const { results: same } = await faulty(join(folder.path, 'same'), nearly);
    expect(same.map(({ error }) => (error as { code?: string } | null)?.code)).toEqual(
      Array(4).fill('frame-mismatch'),
    );
    const another: Fault = frame => makeFrame({ ordinal: frame.record.ordinal, seed: 7 });
    const { results: wrong } = await faulty(join(folder.path, 'wrong'), another, other);
    expect(wrong.map(({ error }) => (error as { hint?: string } | null)?.hint)).toEqual(
      Array(4).fill(
        'It was scored by libav 8.1.1 and read again by libav 8.2.0: use the first, or score it again with --no-resume.',
      ),
    );
    const { results: exact } = await faulty(join(folder.path, 'exact'), frame => frame, other);
    expect(exact.map(({ still }) => still?.verified)).toEqual(Array(4).fill('exact'));
  });
});
