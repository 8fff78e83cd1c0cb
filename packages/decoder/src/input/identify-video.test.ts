import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifyVideo } from './identify-video.ts';

describe('identifyVideo', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'framesieve-identity-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('hashes the size and the whole of a small file', async () => {
    const path = join(folder, 'small');
    await writeFile(path, 'abc');
    const sha256 = createHash('sha256').update('\0\0\0\0\0\0\0\x03abc').digest('hex');
    expect(await identifyVideo(path)).toEqual({ sizeBytes: 3, sha256 });
  });

  it('depends on the content, not on the name', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    await writeFile(one, Buffer.alloc(5_000_000, 'frames'));
    await copyFile(one, two);
    expect(await identifyVideo(two)).toEqual(await identifyVideo(one));
  });

  it.each([0, 2_650_000, 4_999_999])('notices a change at byte %i', async position => {
    const path = join(folder, `changed-${position}`);
    await writeFile(path, Buffer.alloc(5_000_000, 'frames'));
    const before = await identifyVideo(path);
    const file = await open(path, 'r+');
    await file.write('!', position);
    await file.close();
    expect(await identifyVideo(path)).not.toEqual(before);
  });

  it('notices another size', async () => {
    const path = join(folder, 'truncated');
    await writeFile(path, Buffer.alloc(5_000_000));
    const before = await identifyVideo(path);
    await truncate(path, 4_999_999);
    expect((await identifyVideo(path)).sha256).not.toBe(before.sha256);
  });
});
