import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type WriteBesideOptions, writeBeside } from './write-beside.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-beside-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isOwn = (head: Uint8Array) => Buffer.from(head).toString().startsWith('ours');

function write(text: string, options: Partial<WriteBesideOptions> = {}): Promise<string> {
  const source = join(folder, 'clip.mp4');
  return writeBeside(join(folder, 'stills'), 'report.html', Buffer.from(text), {
    source,
    overwrite: false,
    isOwn,
    ...options,
  });
}

function written(): string {
  expect(readdirSync(join(folder, 'stills'))).toEqual(['report.html']);
  return readFileSync(join(folder, 'stills', 'report.html'), 'utf8');
}

it('makes the folder, and replaces what it wrote before', async () => {
  expect(await write('ours, first')).toBe(join(folder, 'stills', 'report.html'));
  expect(written()).toBe('ours, first');
  await write('ours, second');
  expect(written()).toBe('ours, second');
});

it('leaves the file of another alone, unless it is told to overwrite', async () => {
  await mkdir(join(folder, 'stills'));
  writeFileSync(join(folder, 'stills', 'report.html'), 'mine');
  await expect(write('ours')).rejects.toMatchObject({ code: 'output-exists' });
  expect(written()).toBe('mine');
  await write('ours', { overwrite: true });
  expect(written()).toBe('ours');
});

it('takes a link for the file of another, and does not write through it', async () => {
  await mkdir(join(folder, 'stills'));
  writeFileSync(join(folder, 'elsewhere'), 'ours, but elsewhere');
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'stills', 'report.html'));
  await expect(write('ours')).rejects.toMatchObject({ code: 'output-exists' });
  await write('ours', { overwrite: true });
  expect(written()).toBe('ours');
  expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('ours, but elsewhere');
});

it('never writes over the video, and leaves nothing behind where it fails', async () => {
  await mkdir(join(folder, 'stills', 'report.html'), { recursive: true });
  await expect(write('ours', { overwrite: true })).rejects.toMatchObject({ code: 'export-failed' });
  expect(readdirSync(join(folder, 'stills'))).toEqual(['report.html']);
  rmSync(join(folder, 'stills', 'report.html'), { recursive: true });
  const source = join(folder, 'stills', 'report.html');
  writeFileSync(source, 'a video');
  await expect(write('ours', { overwrite: true, source })).rejects.toMatchObject({ code: 'usage' });
  expect(written()).toBe('a video');
});
