import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
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

describe('breaking off', () => {
  it('finds a manifest not older than a second, whatever comes', async () => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames: frames.slice(0, 2), folder: folder.path });
    const { read } = input;
    const slow = {
      ...input,
      async *read(...asked: Parameters<typeof read>) {
        for await (const frame of read(...asked)) {
          if (frame.record.ordinal === 30) await sleep(1050);
          yield frame;
        }
      },
    };
    const listed: number[] = [];
    for await (const _ of stage.run(slow, makeContext())) {
      const { stills, complete } = await readManifestOf(folder.path);
      expect(complete).toBe(false);
      listed.push(stills.length);
    }
    expect(listed).toEqual([1, 2]);
  });

  it('leaves a manifest of what is on the disk when aborted, and no temporary file', async () => {
    await using folder = await temporaryFolder();
    const controller = new AbortController();
    const input = makeInput({ frames, folder: folder.path });
    const results: unknown[] = [];
    const run = async () => {
      for await (const result of stage.run(input, makeContext(controller.signal))) {
        if (results.push(result) === 2) controller.abort(new Error('Enough.'));
      }
    };
    await expect(run()).rejects.toThrow('Enough.');
    const manifest = await readManifestOf(folder.path);
    expect(manifest.complete).toBe(false);
    expect((await readdir(folder.path)).sort()).toEqual(
      [...manifest.stills.map(s => s.file), 'manifest.json'].sort(),
    );
    expect(manifest.stills).toHaveLength(2);
  });

  it('does the same when the caller leaves the loop', async () => {
    await using folder = await temporaryFolder();
    let closed = false;
    const input = makeInput({ frames, folder: folder.path });
    const { read } = input;
    const watched = {
      ...input,
      async *read(...asked: Parameters<typeof read>) {
        try {
          yield* read(...asked);
        } finally {
          closed = true;
        }
      },
    };
    for await (const _ of stage.run(watched, makeContext())) break;
    expect(closed).toBe(true);
    const manifest = await readManifestOf(folder.path);
    expect(manifest).toMatchObject({ complete: false, stills: [{ frame: 3 }] });
  });

  it('writes nothing when aborted before', async () => {
    await using folder = await temporaryFolder();
    const input = makeInput({ frames, folder: join(folder.path, 'out') });
    await expect(exportAll(input, AbortSignal.abort(new Error('Never.')))).rejects.toThrow('Never.');
    expect(await readdir(folder.path)).toEqual([]);
  });
});

it('survives a disk that fills up for a while', async ({ skip }) => {
  await using root = await temporaryFolder();
  const disk = join(root.path, 'disk');
  await mkdir(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]).status === 0;
  if (!mounted) skip('No small file system can be mounted here.');
  try {
    const filler = join(disk, 'filler');
    const input = makeInput({ frames, folder: join(disk, 'out') });
    const { read } = input;
    const filling = {
      ...input,
      async *read(...asked: Parameters<typeof read>) {
        for await (const frame of read(...asked)) {
          if (frame.record.ordinal === 30)
            await writeFile(filler, Buffer.alloc(16 * 2 ** 20)).catch(() => {});
          if (frame.record.ordinal === 60) await rm(filler);
          yield frame;
        }
      },
    };
    const results = await collect(stage.run(filling, makeContext()));
    expect(results.map(({ still }) => still !== null)).toEqual([true, false, true, true]);
    expect(results[1]!.error).toMatchObject({
      code: 'export-failed',
      message: expect.stringContaining('ENOSPC'),
      hint: expect.stringContaining('Free some space'),
    });
    const manifest = await readManifestOf(input.settings.folder);
    expect(manifest.stills.map(still => still.frame)).toEqual([3, 60, 90]);
    expect(await readdir(input.settings.folder)).toHaveLength(4);
    await writeFile(filler, Buffer.alloc(5 * 2 ** 20));
    await expect(
      collect(stage.run(makeInput({ frames, folder: disk }), makeContext())),
    ).rejects.toMatchObject({
      code: 'output-unwritable',
      message: expect.stringContaining('MB are free'),
    });
  } finally {
    spawnSync('umount', [disk]);
  }
});

it('goes on where a killed export stopped', async () => {
  await using root = await temporaryFolder();
  const folder = join(root.path, 'out');
  const size = { width: 320, height: 240 };
  const script = `
    import { createExportStage } from ${JSON.stringify(fileURLToPath(new URL('./export-stage.ts', import.meta.url)))};
    import * as make from ${JSON.stringify(fileURLToPath(new URL('../test/make-input.ts', import.meta.url)))};
    const frames = Array.from({ length: 24 }, (_, ordinal) => make.makeFrame({ ordinal, ...${JSON.stringify(size)} }));
    const input = make.makeInput({ frames, folder: process.argv[1] });
    await make.collect(createExportStage({ rgb: make.toRgb }).run(input, make.makeContext()));`;
  const node = ['--conditions=@framesieve/source', '--input-type=module', '-e', script, folder];
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const listed = () => readdir(folder).catch(() => []);
  while (child.exitCode === null && (await listed()).filter(name => name.endsWith('.png')).length < 5)
    await sleep(2);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  const survivors = (await listed()).filter(name => name.endsWith('.png'));
  const many = Array.from({ length: 24 }, (_, ordinal) => makeFrame({ ordinal, ...size }));
  const results = await exportAll(makeInput({ frames: many, folder }));
  expect(results.filter(({ error }) => error !== null)).toEqual([]);
  expect(results.filter(result => result.error === null && result.kept)).toHaveLength(survivors.length);
  const manifest = await readManifestOf(folder);
  expect((await listed()).sort()).toEqual(
    [...manifest.stills.map(still => still.file), 'manifest.json'].sort(),
  );
  expect(manifest.stills).toHaveLength(24);
});
