import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@framesieve/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readViewInput } from './view-input.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-view-input-'));
  await (await openStore(join(folder, 'scores.mp4')))[Symbol.asyncDispose]();
  await writeFile(join(folder, 'video.sqlite'), 'SQLite format 3, or so it says');
  await writeFile(join(folder, 'empty.mp4'), '');
  await mkdir(join(folder, 'a folder'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('what is to be looked at', () => {
  it('is a database by what is in the file, and not by its name', async () => {
    expect(await readViewInput('scores.mp4', folder)).toEqual({
      video: null,
      database: join(folder, 'scores.mp4'),
    });
    expect(await readViewInput('video.sqlite', folder)).toEqual({
      video: join(folder, 'video.sqlite'),
      database: null,
    });
  });

  it('is the usual database where nothing is named', async () => {
    expect(await readViewInput(undefined, folder)).toEqual({ video: null, database: null });
  });

  it('may be an address, numbered pictures, or nothing that is there, which others find out', async () => {
    const address = 'https://example.org/clip.mp4';
    expect(await readViewInput(address, folder)).toEqual({ video: address, database: null });
    for (const name of ['frame-%04d.png', 'missing.mp4', 'empty.mp4'])
      expect(await readViewInput(name, folder)).toEqual({ video: join(folder, name), database: null });
  });

  it('is no folder', async () => {
    await expect(readViewInput('a folder', folder)).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});
