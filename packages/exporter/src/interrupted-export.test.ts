import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collect, makeContext, makeFrame, makeInput, temporaryFolder, toRgb } from '../test/make-input.ts';
import { createExportStage } from './export-stage.ts';
import type { Manifest } from './manifest-schema.ts';

const frames = [3, 30, 60, 90].map(ordinal => makeFrame({ ordinal }));
const stage = createExportStage({ rgb: toRgb });
const exportAll = (input: ReturnType<typeof makeInput>, signal?: AbortSignal) =>
  collect(stage.run(input, makeContext(signal)));
const readManifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));

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
    // Nothing can be written any more, whatever the right to write.
    await writeFile(filler, Buffer.alloc(64 * 2 ** 20)).catch(() => {});
    await expect(
      collect(stage.run(makeInput({ frames, folder: disk }), makeContext())),
    ).rejects.toMatchObject({
      code: 'output-unwritable',
      hint: 'Free some space, or choose a folder on another disk with --out.',
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
