import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import type { DownloadProgress } from './download-request.ts';

const content = someBytes(300_000);
const sha256 = sha256Of(content);

it.each([
  ['everything is known of', {}, content],
  ['nothing is known of', {}, null],
  ['nothing is known of, without a length', { chunked: true }, null],
  ['nothing is known of, compressed', { gzip: true }, null],
  ['everything is known of, compressed', { gzip: true }, content],
  ['comes in small pieces', { pieceBytes: 20_000 }, content],
])('gets a file that %s', async (_, behaviour, known) => {
  await using server = await serveFile(content, behaviour);
  await using folder = await temporaryFolder();
  const progress: DownloadProgress[] = [];
  const inner = join(folder.path, 'test', 'a');
  const result = await downloadFile(
    downloadRequest({ file: publishedFile(server, known), folder: inner, onProgress: p => progress.push(p) }),
  );
  const path = join(inner, 'model.bin');
  expect(result).toEqual({ path, bytes: content.length, sha256, url: server.url, fromCache: false });
  expect(sha256Of(await readFile(path))).toBe(sha256);
  expect(await readdir(inner)).toEqual(['model.bin']);
  const total = known || !('chunked' in behaviour || 'gzip' in behaviour) ? content.length : null;
  expect(progress[0]).toEqual({ received: 0, total, resumedFrom: 0 });
  expect(progress.at(-1)).toEqual({ received: content.length, total, resumedFrom: 0 });
  expect(server.requests[0]!.headers['accept-encoding']).toBe('identity');
});

it.each([
  ['everything is known of', content],
  ['nothing is known of', null],
])('asks nobody for a file that is there already and %s', async (_, known) => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'model.bin');
  await writeFile(path, content);
  const file = publishedFile({ url: 'http://127.0.0.1:9/model.bin' }, known);
  const result = await downloadFile(downloadRequest({ file, folder: folder.path }));
  expect(result).toEqual({ path, bytes: content.length, sha256, url: file.url, fromCache: true });
});

it.each([
  ['has another length', content.subarray(1)],
  ['has other contents', someBytes(content.length, 2)],
  ['is empty', Buffer.alloc(0)],
])('replaces a file that is there and %s', async (_, there) => {
  await using server = await serveFile(content);
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'model.bin'), there);
  const request = downloadRequest({ file: publishedFile(server, content), folder: folder.path });
  expect(await downloadFile(request)).toMatchObject({ sha256, fromCache: false });
  expect(sha256Of(await readFile(join(folder.path, 'model.bin')))).toBe(sha256);
});

it('keeps a file that is there until the new one is complete', async () => {
  await using server = await serveFile(content, { status: 404 });
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'model.bin'), 'older');
  await expect(
    downloadFile(downloadRequest({ file: publishedFile(server, content), folder: folder.path })),
  ).rejects.toMatchObject({ code: 'download-failed' });
  expect(await readFile(join(folder.path, 'model.bin'), 'utf8')).toBe('older');
  expect(await readdir(folder.path)).toEqual(['model.bin']);
});

it.each([8, 9, 63])('is content with the first %i digits of a SHA-256', async digits => {
  await using server = await serveFile(content, {}, {}, { content: someBytes(content.length, 3) });
  await using folder = await temporaryFolder();
  const file = { ...publishedFile(server), sha256: sha256.slice(0, digits).toUpperCase() };
  const request = downloadRequest({ file, folder: folder.path });
  expect(await downloadFile(request)).toMatchObject({ sha256, fromCache: false });
  expect(await downloadFile(request)).toMatchObject({ sha256, fromCache: true });
});

it('asks a mirror for <mirror>/<family>/<parameters>/<name>, with its login, and nobody else', async () => {
  await using publisher = await serveFile(content);
  await using server = await serveFile(content);
  await using folder = await temporaryFolder();
  const file = { ...publishedFile(publisher, content), name: 'a model.bin' };
  const mirror = `${server.origin.replace('//', '//ada:se%40cret@')}/models/?token=abc`;
  const result = await downloadFile(
    downloadRequest({ id: 'musiq/koniq', file, folder: folder.path, mirror }),
  );
  expect(result.url).toBe(`${server.origin}/models/musiq/koniq/a%20model.bin`);
  expect(server.requests.map(({ path }) => path)).toEqual(['/models/musiq/koniq/a%20model.bin?token=abc']);
  const login = Buffer.from('ada:se@cret').toString('base64');
  expect(server.requests[0]!.headers.authorization).toBe(`Basic ${login}`);
  expect(publisher.requests).toEqual([]);
});

it('follows redirects, and takes no login along to another server', async () => {
  await using target = await serveFile(content);
  await using server = await serveFile(
    content,
    { status: 302, headers: { location: '/moved' } },
    { status: 307, headers: { location: target.url } },
  );
  await using folder = await temporaryFolder();
  const file = publishedFile({ url: server.url.replace('//', '//ada:secret@') }, content);
  expect(await downloadFile(downloadRequest({ file, folder: folder.path }))).toMatchObject({
    sha256,
    url: server.url,
  });
  expect(server.requests.map(({ path, headers }) => [path, headers.authorization !== undefined])).toEqual([
    ['/model.bin', true],
    ['/moved', true],
  ]);
  expect(target.requests[0]!.headers.authorization).toBeUndefined();
});

it('does nothing when it is aborted before it begins, and ends where a folder has the name of the file', async () => {
  await using server = await serveFile(content);
  await using folder = await temporaryFolder();
  const request = downloadRequest({ file: publishedFile(server, content), folder: folder.path });
  const signal = AbortSignal.abort(new Error('Enough.'));
  await expect(downloadFile({ ...request, signal })).rejects.toThrow('Enough.');
  expect([server.requests, await readdir(folder.path)]).toEqual([[], []]);
  await mkdir(join(folder.path, 'model.bin'));
  await expect(downloadFile(request)).rejects.toMatchObject({ code: 'download-failed' });
});
