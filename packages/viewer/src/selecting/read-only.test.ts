import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scoredClip } from '../../test/scored-clip.ts';

const program = join(import.meta.dirname, '..', '..', 'test', 'select-and-end.ts');

/** Nothing is forbidden to the superuser, who becomes nobody to read. */
const reader = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const canRead =
  process.platform !== 'win32' && spawnSync(process.execPath, ['--check', program], reader).status === 0;
const why = canRead ? '' : ' (skipped: no user without rights can run the program here)';

it.skipIf(!canRead)(`leaves no copy behind of a database that can only be read${why}`, async () => {
  await using clip = await scoredClip();
  await clip.store[Symbol.asyncDispose]();
  const [shelf, temporary] = [join(clip.folder, 'shelf'), join(clip.folder, 'temporary')];
  await mkdir(shelf);
  await mkdir(temporary);
  const database = join(shelf, 'scores.sqlite');
  await copyFile(clip.database, database);
  await chmod(database, 0o444);
  await chmod(shelf, 0o555);
  await chmod(temporary, 0o777);
  await chmod(clip.folder, 0o755);
  try {
    const selecting = fork(program, [database], {
      ...reader,
      env: { ...process.env, TMPDIR: temporary },
      execArgv: ['--conditions=@framesieve/source'],
    });
    const [shots] = await Promise.race([once(selecting, 'message'), once(selecting, 'exit')]);
    if (selecting.exitCode === null) await once(selecting, 'exit');
    expect(shots).toBe(1);
    expect(await readdir(temporary)).toEqual([]);
  } finally {
    await chmod(shelf, 0o755);
  }
});
