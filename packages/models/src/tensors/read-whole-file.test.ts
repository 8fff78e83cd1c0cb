import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { refusal } from '../../test/refusal.ts';
import { scratchFolder } from '../../test/scratch-folder.ts';
import { readWholeFile } from './read-whole-file.ts';

const inFolder = scratchFolder();

it('reads a file', async () => {
  const file = inFolder('file');
  await writeFile(file, 'svm_type epsilon_svr');
  expect((await readWholeFile(file)).toString()).toBe('svm_type epsilon_svr');
});

it('says of a file that it can not read what is wrong with it', async () => {
  const problem = (name: string) => refusal(() => readWholeFile(inFolder(name)));
  expect(await problem('nowhere')).toBe(`"${inFolder('nowhere')}" does not exist.`);
  await mkdir(inFolder('folder'));
  expect(await problem('folder')).toContain('is a folder, not a file');
  await writeFile(inFolder('empty'), '');
  expect(await problem('empty')).toContain('is empty (0 bytes)');
  // It takes no room on the disk: nothing was written.
  await truncate(inFolder('empty'), 2 ** 40);
  expect(await problem('empty')).toContain('is no file of parameters: it has 1099511627776 bytes');
});
