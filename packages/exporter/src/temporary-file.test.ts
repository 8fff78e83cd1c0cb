import { spawnSync } from 'node:child_process';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../test/make-input.ts';
import { removeStaleFiles, removeTemporary, temporaryPath } from './temporary-file.ts';

it('removes what killed exports left, and nothing else', async () => {
  await using folder = await temporaryFolder();
  const ours = basename(temporaryPath(folder.path));
  const dead = spawnSync(process.execPath, ['--version']).pid;
  const [, host] = /^\.framesieve-([0-9a-f]{8})-/.exec(ours)!;
  const elsewhere = host === '00000000' ? '11111111' : '00000000';
  const names = {
    living: ours,
    dead: `.framesieve-${host}-${dead}-0123456789ab.tmp`,
    elsewhere: `.framesieve-${elsewhere}-${dead}-0123456789ab.tmp`,
    elsewhereOld: `.framesieve-${elsewhere}-1-0123456789ab.tmp`,
    foreign: '.framesieve-notes.tmp',
    still: 'clip_f000001.png',
  };
  for (const name of Object.values(names)) await writeFile(join(folder.path, name), '');
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  for (const name of [names.elsewhereOld, names.foreign, names.still]) {
    await utimes(join(folder.path, name), hoursAgo, hoursAgo);
  }
  await removeStaleFiles(folder.path);
  const { dead: _, elsewhereOld: __, ...kept } = names;
  expect((await readdir(folder.path)).sort()).toEqual(Object.values(kept).sort());
});

it('does not put another error in the place of the one that a temporary file is left by', async () => {
  await using folder = await temporaryFolder();
  const path = temporaryPath(folder.path);
  await writeFile(path, '');
  await removeTemporary(path);
  await removeTemporary(path);
  expect(await readdir(folder.path)).toEqual([]);
  // A folder can't be removed like a file.
  await mkdir(path);
  await expect(removeTemporary(path)).resolves.toBeUndefined();
});
