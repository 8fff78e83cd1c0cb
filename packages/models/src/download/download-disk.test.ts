import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  downloadRequest,
  publishedFile,
  sha256Of,
  someBytes,
  temporaryFolder,
} from '../../test/download-parts.ts';
import { serveFile } from '../../test/file-server.ts';
import { downloadFile } from './download-file.ts';

const content = someBytes(3_000_000);

it('refuses a file that does not fit before it asks for it, and after it learned how long it is', async () => {
  await using folder = await temporaryFolder();
  const huge = 2 ** 52;
  await using server = await serveFile(content, { headers: { 'content-length': String(huge) } });
  for (const bytes of [huge, null]) {
    const file = { ...publishedFile(server), bytes };
    await expect(downloadFile(downloadRequest({ file, folder: folder.path }))).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(
        /^model\.bin does not fit into .*: 4503599627\.4 MB are needed there, [\d.]+ MB are free\.$/,
      ),
      hint: expect.stringContaining('FRAMESIEVE_HOME'),
    });
    expect(await readdir(folder.path)).toEqual([]);
  }
  expect(server.requests).toHaveLength(1);
});

it.each([
  ['is a file', 'file'],
  ['lies in a file', 'file/inner'],
])('says when the folder %s', async (_, name) => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'file'), '');
  const file = publishedFile({ url: 'http://127.0.0.1:9/model.bin' });
  const wrong = join(folder.path, name);
  await expect(downloadFile(downloadRequest({ file, folder: wrong }))).rejects.toMatchObject({
    code: 'download-failed',
    message: expect.stringMatching(/^model\.bin can't be written to .*file.*(?:ENOTDIR|EEXIST)/),
    hint: expect.stringContaining('FRAMESIEVE_HOME'),
  });
});

it('says when it has no right to write there', async ({ skip }) => {
  await using folder = await temporaryFolder();
  await chmod(folder.path, 0o555);
  const file = publishedFile({ url: 'http://127.0.0.1:9/model.bin' });
  const refusal = /^download-failed: model\.bin can't be written to .*EACCES/;
  if (process.getuid?.() !== 0) {
    const error = await downloadFile(downloadRequest({ file, folder: folder.path })).catch((e: unknown) => e);
    const { code, message } = error as { code: string; message: string };
    expect(`${code}: ${message}`).toMatch(refusal);
    return;
  }
  const module = fileURLToPath(new URL('../../test/download-child.ts', import.meta.url));
  const unprivileged = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath];
  const node = ['--conditions=@framesieve/source', module, JSON.stringify({ file, folder: folder.path })];
  if (spawnSync('setpriv', [...unprivileged, '--check', module]).status !== 0)
    skip('Runs as root, and setpriv or an unprivileged user who can read this folder is missing.');
  expect(spawnSync('setpriv', [...unprivileged, ...node], { encoding: 'utf8' }).stdout).toMatch(refusal);
});

it('ends in order when the disk is full or read-only, and goes on when there is space again', async ({
  skip,
}) => {
  await using folder = await temporaryFolder();
  const disk = join(folder.path, 'disk');
  await mkdir(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status !== 0)
    skip('A small file system can not be mounted here.');
  try {
    const filler = join(disk, 'filler');
    await writeFile(filler, Buffer.alloc(3 * 2 ** 20));
    // Without a length there is nothing to check before the disk is full.
    await using server = await serveFile(content, { chunked: true });
    const inner = join(disk, 'inner');
    const full = { code: 'download-failed', hint: expect.stringContaining('Free some space') };
    const unknown = downloadRequest({ file: publishedFile(server), folder: inner });
    await expect(downloadFile(unknown)).rejects.toMatchObject({
      ...full,
      message: `model.bin can't be written to ${inner}: the disk is full, and the file needs an unknown number of bytes in all.`,
    });
    expect((await readdir(inner)).sort()).toEqual(['model.bin.part', 'model.bin.part.json']);
    const known = downloadRequest({ file: publishedFile(server, content), folder: inner });
    await expect(downloadFile(known)).rejects.toMatchObject({
      ...full,
      message: expect.stringMatching(
        /does not fit into .*inner: [\d.]+ MB are needed there, 0 bytes are free/,
      ),
    });
    // Not even the lock has space then.
    await expect(downloadFile({ ...known, file: { ...known.file, bytes: null } })).rejects.toMatchObject(
      full,
    );
    await rm(filler);
    expect(await downloadFile(known)).toMatchObject({ sha256: sha256Of(content) });
    expect(server.requests.at(-1)!.headers.range).toMatch(/^bytes=\d{5,}-$/);
    expect(await readdir(inner)).toEqual(['model.bin']);

    spawnSync('mount', ['-o', 'remount,ro', disk]);
    expect(await downloadFile(known)).toMatchObject({ fromCache: true });
    const another = { ...known, file: { ...known.file, name: 'other.bin' } };
    await expect(downloadFile(another)).rejects.toThrow(/other\.bin can't be written to .*EROFS/);
    expect(sha256Of(await readFile(join(inner, 'model.bin')))).toBe(sha256Of(content));
  } finally {
    spawnSync('umount', [disk]);
  }
});
