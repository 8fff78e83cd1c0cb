import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect, makeContext, makeFrame, makeInput, temporaryFolder, toRgb } from '../test/make-input.ts';
import { createExportStage } from './export-stage.ts';
import type { Manifest } from './manifest-schema.ts';
import { sha256Of } from './place-file.ts';

const frames = [3, 30, 60, 90].map(ordinal => makeFrame({ ordinal }));
const stage = createExportStage({ rgb: toRgb });
const exportAll = (input: ReturnType<typeof makeInput>) => collect(stage.run(input, makeContext()));
const readManifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));

describe('exporting again', () => {
  it('keeps the stills that are there, without reading a frame', async () => {
    await using folder = await temporaryFolder();
    const first = await exportAll(makeInput({ frames, folder: folder.path }));
    const before = await Promise.all(first.map(({ still }) => stat(join(folder.path, still!.file))));
    const input = makeInput({ frames, folder: folder.path });
    const results = await exportAll(input);
    expect(input.reads).toEqual([]);
    expect(results.map(result => result.error === null && result.kept)).toEqual([true, true, true, true]);
    expect(results.map(({ still }) => still)).toEqual(first.map(({ still }) => still));
    const after = await Promise.all(first.map(({ still }) => stat(join(folder.path, still!.file))));
    expect(after.map(({ ino, mtimeMs }) => [ino, mtimeMs])).toEqual(
      before.map(({ ino, mtimeMs }) => [ino, mtimeMs]),
    );
    expect((await readManifestOf(folder.path)).stills).toHaveLength(4);
  });

  it('reads and writes only what is missing', async () => {
    await using folder = await temporaryFolder();
    const [, second] = await exportAll(makeInput({ frames, folder: folder.path }));
    await rm(join(folder.path, second!.still!.file));
    const input = makeInput({ frames, folder: folder.path });
    const results = await exportAll(input);
    expect(input.reads).toEqual([{ ordinals: [30], linear: false }]);
    expect(results.map(result => result.error === null && result.kept)).toEqual([true, false, true, true]);
  });

  it('takes the very same file for done even when no manifest knows it', async () => {
    await using folder = await temporaryFolder();
    await exportAll(makeInput({ frames, folder: folder.path }));
    await rm(join(folder.path, 'manifest.json'));
    const results = await exportAll(makeInput({ frames, folder: folder.path }));
    expect(results.map(result => result.error === null && result.kept)).toEqual([true, true, true, true]);
    expect((await readManifestOf(folder.path)).stills).toHaveLength(4);
  });

  it('leaves another file alone, and goes on', async () => {
    await using folder = await temporaryFolder();
    const taken = join(folder.path, 'clip_f000030_t00001.200_r02_s3.14.png');
    await writeFile(taken, 'mine');
    const results = await exportAll(makeInput({ frames, folder: folder.path }));
    expect(results.map(({ error }) => (error as { code?: string } | null)?.code)).toEqual([
      undefined,
      'output-exists',
      undefined,
      undefined,
    ]);
    expect(await readFile(taken, 'utf8')).toBe('mine');
    const forced = await exportAll(makeInput({ frames, folder: folder.path, settings: { overwrite: true } }));
    expect(forced.every(({ error }) => error === null)).toBe(true);
    expect(sha256Of(await readFile(taken))).toBe(forced[1]!.still!.sha256);
  });

  it('does not take a changed still for the one it wrote', async () => {
    await using folder = await temporaryFolder();
    const [first] = await exportAll(makeInput({ frames, folder: folder.path }));
    await writeFile(join(folder.path, first!.still!.file), 'edited');
    const [again] = await exportAll(makeInput({ frames, folder: folder.path }));
    expect(again!.error).toMatchObject({ code: 'output-exists' });
    expect(await readFile(join(folder.path, first!.still!.file), 'utf8')).toBe('edited');
  });

  it('does not take the still of another picture for the same', async () => {
    await using folder = await temporaryFolder();
    await exportAll(makeInput({ frames, folder: folder.path }));
    const other = frames.map(({ record }) =>
      makeFrame({ ordinal: record.ordinal, seed: record.ordinal + 1 }),
    );
    const results = await exportAll(makeInput({ frames: other, folder: folder.path }));
    expect(results.map(({ error }) => (error as { code?: string } | null)?.code)).toEqual(
      Array(4).fill('output-exists'),
    );
  });

  it('does not take the still of another video, stream or decoder for the same', async () => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames, folder: folder.path });
    await exportAll(input);
    const { decode } = input.source;
    const differing = [
      { identity: { ...input.source.identity, sizeBytes: 5 } },
      { decode: { ...decode, stream: { ...decode.stream, index: 2 } } },
      { decode: { ...decode, pixelPipeline: 'bwdif' } },
      { rereadBy: { id: 'ffmpeg', version: '8.1.1' } },
    ];
    for (const source of differing) {
      const other = makeInput({ frames, folder: folder.path, source });
      await exportAll(other);
      expect(other.reads).toHaveLength(1);
    }
  });
});

describe('exporting again with other settings', () => {
  const template = '{frame}.{ext}';

  it.each([
    ['quality', { quality: 50 }, 'its quality is 95 instead of 50'],
    ['size', { maxSize: 20 }, 'its maximum size is none instead of 20'],
    ['metadata', { metadata: false }, 'its metadata is on instead of off'],
  ])('does not take a still of another %s for the same, and says so', async (_, settings, difference) => {
    await using folder = await temporaryFolder();
    const plain = { format: 'jpg', template } as const;
    const first = makeInput({ frames, folder: folder.path, settings: plain });
    await exportAll(first);
    const before = await readFile(join(folder.path, '000030.jpg'));
    const input = makeInput({ frames, folder: folder.path, settings: { ...plain, ...settings } });
    const results = await exportAll(input);
    for (const { error } of results) {
      expect(error).toMatchObject({
        code: 'output-exists',
        message: expect.stringContaining(
          `a still of that name is there from an earlier export, and ${difference}.`,
        ),
        hint: expect.stringMatching(/--overwrite.*--out.*--template/),
      });
    }
    expect(await readFile(join(folder.path, '000030.jpg'))).toEqual(before);
    const forced = makeInput({
      frames,
      folder: folder.path,
      settings: { ...plain, ...settings, overwrite: true },
    });
    expect((await exportAll(forced)).every(({ error }) => error === null)).toBe(true);
    expect(await readFile(join(folder.path, '000030.jpg'))).not.toEqual(before);
    // The old settings are now the other ones.
    expect((await exportAll(first)).every(({ error }) => error !== null)).toBe(true);
    expect((await exportAll(input)).every(result => result.error === null && result.kept)).toBe(true);
  });

  it('says how the video was decoded for the still that is in the way', async () => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames, folder: folder.path });
    await exportAll(input);
    const decode = { ...input.source.decode, pixelPipeline: 'bwdif' };
    const deinterlaced = frames.map(frame => makeFrame({ ordinal: frame.record.ordinal, brighter: 1 }));
    const other = makeInput({ frames: deinterlaced, folder: folder.path, source: { decode } });
    const [first] = await exportAll(other);
    expect(first!.error!.message).toContain('its pixel pipeline is none instead of bwdif');
    const apart = makeInput({
      frames: deinterlaced,
      folder: folder.path,
      source: { decode },
      settings: { template: '{frame}_{pixelPipeline}.{ext}' },
    });
    expect((await exportAll(apart)).every(({ error }) => error === null)).toBe(true);
    expect((await readManifestOf(folder.path)).stills).toHaveLength(8);
  });

  it('says that a still was edited, or is of another video', async () => {
    await using folder = await temporaryFolder();
    const settings = { template };
    await exportAll(makeInput({ frames, folder: folder.path, settings }));
    await writeFile(join(folder.path, '000003.png'), 'edited');
    const [edited] = await exportAll(makeInput({ frames, folder: folder.path, settings }));
    expect(edited!.error!.message).toContain('it was changed since it was written');
    const source = { path: '/v/other.mp4', identity: { sizeBytes: 9, sha256: 'ef'.repeat(32) } };
    const [, other] = await exportAll(makeInput({ frames, folder: folder.path, settings, source }));
    expect(other!.error!.message).toContain('it is of another video, clip.mp4');
  });

  it('takes a still for the same where a limit of size made no difference', async () => {
    await using folder = await temporaryFolder();
    await exportAll(makeInput({ frames, folder: folder.path, settings: { maxSize: 500 } }));
    for (const maxSize of [null, 41, 9000]) {
      const input = makeInput({ frames, folder: folder.path, settings: { maxSize } });
      expect((await exportAll(input)).every(result => result.error === null && result.kept)).toBe(true);
      expect(input.reads).toEqual([]);
    }
    const small = makeInput({ frames, folder: folder.path, settings: { maxSize: 20, template } });
    await exportAll(small);
    const entries = (await readManifestOf(folder.path)).stills.filter(({ export: number }) => number === 5);
    expect(entries.map(({ width, height }) => [width, height])).toEqual(Array(4).fill([20, 15]));
  });

  it('keeps the old picks beside the new ones, and says which export they come from', async () => {
    await using folder = await temporaryFolder();
    await exportAll(makeInput({ frames: frames.slice(0, 3), folder: folder.path }));
    const second = makeInput({ frames: frames.slice(1).toReversed(), folder: folder.path });
    expect((await exportAll(second)).every(({ error }) => error === null)).toBe(true);
    const { stills, earlier } = await readManifestOf(folder.path);
    const listed = stills.map(still => [still.export, still.frame, still.rank]);
    expect(listed.toSorted()).toEqual([
      [1, 3, 1],
      [1, 30, 2],
      [1, 60, 3],
      [2, 30, 3],
      [2, 60, 2],
      [2, 90, 1],
    ]);
    expect(earlier.map(({ export: number }) => number)).toEqual([1]);
    expect(await readdir(folder.path)).toHaveLength(7);
  });
});
