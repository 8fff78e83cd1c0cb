import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifyVideo } from '../index.ts';
import { findSequence, sequenceNotes } from './image-sequence.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'framesieve-sequence-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let folders = 0;

async function folderOf(names: readonly string[], content = 'x'): Promise<string> {
  const folder = join(root, `50%d off ${++folders}`);
  await mkdir(folder);
  for (const name of names) await writeFile(join(folder, name), content + name);
  return folder;
}

const namesOf = (files: readonly string[]) => files.map(file => basename(file));

describe('findSequence', () => {
  it('finds the pictures in the order of their numbers, from whichever on', async () => {
    const folder = await folderOf(['f_9.png', 'f_10.png', 'f_11.png', 'f_011.png', 'g_12.png', 'f_12.jpg']);
    const sequence = await findSequence(join(folder, 'f_%d.png'));
    expect(namesOf(sequence!.files)).toEqual(['f_9.png', 'f_10.png', 'f_11.png']);
    expect(sequence).toMatchObject({ firstNumber: 9, gap: null });
  });

  it('takes numbers of at least so many digits', async () => {
    const folder = await folderOf(['f_098.png', 'f_099.png', 'f_100.png', 'f_99.png', 'f_0101.png']);
    const sequence = await findSequence(join(folder, 'f_%03d.png'));
    expect(namesOf(sequence!.files)).toEqual(['f_098.png', 'f_099.png', 'f_100.png']);
  });

  it('ends at a gap, and says so', async () => {
    const folder = await folderOf(['1.png', '2.png', '5.png', '6.png']);
    const path = join(folder, '%d.png');
    expect(await findSequence(path)).toMatchObject({ gap: { missing: '3.png', later: 2 } });
    expect(await sequenceNotes(path)).toEqual([expect.stringContaining('"3.png" is missing')]);
  });

  it('doubles every other percent sign for FFmpeg', async () => {
    const folder = await folderOf(['a%b%_1.png']);
    const sequence = await findSequence(join(folder, 'a%b%%_%d.png'));
    expect(sequence!.pattern.endsWith(join(`50%%d off ${folders}`, 'a%%b%%_%d.png'))).toBe(true);
  });

  it('leaves files alone that are called like a pattern, and what has no place for one number', async () => {
    const folder = await folderOf(['f_%d.png', 'f_1.png', '1_1.png']);
    for (const name of ['f_%d.png', 'f_1.png', '%d_%d.png', 'f_%s.png', 'none_%d.png']) {
      expect(await findSequence(join(folder, name))).toBeNull();
    }
    expect(await findSequence('http://127.0.0.1/f_%d.png')).toBeNull();
    expect(await findSequence(join(folder, 'no such folder', 'f_%d.png'))).toBeNull();
  });
});

describe('the identity of numbered pictures', () => {
  it('is that of their contents, whatever their numbers', async () => {
    const folders = [await folderOf([]), await folderOf([]), await folderOf([])];
    const contents = Array.from({ length: 3 }, (_, i) => Buffer.alloc(40_000, i));
    for (const [f, folder] of folders.entries()) {
      for (const [i, content] of contents.entries()) {
        const changed = Buffer.from(content);
        if (f === 2 && i === 1) changed[39_999] = 7;
        await writeFile(join(folder, `${i + f}.png`), changed);
      }
    }
    const [first, renumbered, changed] = await Promise.all(
      folders.map(folder => identifyVideo(join(folder, '%d.png'))),
    );
    expect(first!.sizeBytes).toBe(120_000);
    expect(renumbered).toEqual(first);
    expect(changed!.sha256).not.toBe(first!.sha256);
  });
});
