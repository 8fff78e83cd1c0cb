import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expandInputs } from './inputs.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve inputs '));
  mkdirSync(join(folder, 'films', 'deep'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  for (const name of [
    'films/b10.mp4',
    'films/b9.MP4',
    'films/deep/c.mkv',
    'films/._b9.MP4',
    'films/notes.txt',
    'a[1].mp4',
  ])
    writeFileSync(join(folder, name), 'x');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shown = async (...inputs: string[]) => (await expandInputs(inputs, folder)).map(input => input.shown);

it('searches folders and their subfolders for videos, in the order of people', async () => {
  expect(await shown('films')).toEqual(
    ['films/b9.MP4', 'films/b10.mp4', 'films/deep/c.mkv'].map(path => join(...path.split('/'))),
  );
});

it('expands globs, and takes a file whose name looks like one for a file', async () => {
  expect(await shown('films/*.mp4', 'a[1].mp4')).toEqual([
    join('films', 'b9.MP4'),
    join('films', 'b10.mp4'),
    'a[1].mp4',
  ]);
});

it('does each video once', async () => {
  expect(await shown('films/b10.mp4', 'films', 'films/*')).toEqual(
    ['films/b10.mp4', 'films/b9.MP4', 'films/deep/c.mkv', 'films/notes.txt'].map(path =>
      path === 'films/b10.mp4' ? path : join(...path.split('/')),
    ),
  );
});

it('says of what leads nowhere what is wrong, and goes on with the others', async () => {
  const inputs = await expandInputs(['empty', '*.webm', 'missing.mp4', 'films/b10.mp4'], folder);
  expect(inputs.map(({ error }) => error?.message ?? null)).toEqual([
    'The folder "empty" holds no videos.',
    'Nothing matches "*.webm".',
    null, // what is wrong with a path that is not a pattern, the decode stage says
    null,
  ]);
});

it('passes addresses on, and shows them without their password', async () => {
  const address = 'https://user:pass@host/a%20[1]*.mp4?token=x';
  expect(await expandInputs([address, address, 'http:x.mp4'], folder)).toEqual([
    { path: address, shown: 'https://host/a%20[1]*.mp4?token=…', error: null },
    { path: join(folder, 'http:x.mp4'), shown: 'http:x.mp4', error: null },
  ]);
});
