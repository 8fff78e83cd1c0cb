import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, open } from '../../test/open-fake-video.ts';

describe('bad input', () => {
  it.each([
    ['a missing file', async () => join(folder, 'missing.mp4'), 'input-missing'],
    ['a folder', async () => folder, 'input-unreadable'],
    ['a device', async () => '/dev/null', 'input-unreadable'],
  ])('is told apart: %s', async (_name, path, code) => {
    await expect(open(await path())).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  it('is told apart: an empty file', async () => {
    const path = join(folder, 'empty.mp4');
    await writeFile(path, '');
    await expect(open(path)).rejects.toMatchObject({ code: 'input-empty' });
  });

  it.skipIf(process.getuid?.() === 0)('is told apart: a file that may not be read', async () => {
    const path = join(folder, 'secret.mp4');
    await writeFile(path, 'secret', { mode: 0 });
    await expect(open(path)).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});
