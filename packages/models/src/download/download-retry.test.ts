import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  downloadRequest,
  publishedFile,
  sha256Of,
  someBytes,
  temporaryFolder,
} from '../../test/download-parts.ts';
import { type Behaviour, serveFile } from '../../test/file-server.ts';
import { downloadFile } from './download-file.ts';

const content = someBytes(100_000);
const sha256 = sha256Of(content);

it.each([408, 425, 429, 500, 502, 503, 504])('asks again after the answer %i', async status => {
  await using server = await serveFile(content, { status }, { status }, {});
  await using folder = await temporaryFolder();
  const request = downloadRequest({ file: publishedFile(server, content), folder: folder.path });
  expect(await downloadFile(request)).toMatchObject({ sha256 });
  expect(server.requests).toHaveLength(3);
});

it.each([
  ['1', 60_000, 1_000],
  ['3600', 60, 60],
])('waits when the server asks for %s s, for at most %i ms', async (seconds, maxDelayMs, expected) => {
  await using server = await serveFile(content, { status: 503, headers: { 'retry-after': seconds } }, {});
  await using folder = await temporaryFolder();
  const retry = { baseDelayMs: 1, maxDelayMs };
  const began = performance.now();
  await downloadFile(downloadRequest({ file: publishedFile(server, content), folder: folder.path, retry }));
  const waited = performance.now() - began;
  // A timer may be early by a fraction of a millisecond.
  expect(waited).toBeGreaterThan(expected - 2);
  expect(waited).toBeLessThan(expected + 5_000);
});

it('gives up when tries in a row bring nothing, and says so', async () => {
  await using server = await serveFile(content, { cutAfter: 50_000 }, { status: 503 });
  await using folder = await temporaryFolder();
  const file = publishedFile(server, content);
  const request = downloadRequest({ file, folder: folder.path, retry: { attempts: 3 } });
  await expect(downloadFile(request)).rejects.toMatchObject({
    code: 'download-failed',
    message: `model.bin of test/a could not be downloaded from ${server.url}: the server answered 503 Service Unavailable (tried 3 times).`,
    hint: expect.stringContaining('goes on from what has come'),
  });
  // The first one brought something, so that it is the first of three.
  expect(server.requests).toHaveLength(3);
  expect((await readdir(folder.path)).sort()).toEqual(['model.bin.part', 'model.bin.part.json']);
  expect(await readFile(join(folder.path, 'model.bin.part'))).toHaveLength(50_000);
});

it('does not count forever on a server that always begins anew and never gets further', async () => {
  await using server = await serveFile(content, { cutAfter: 50_000, ignoreRange: true });
  await using folder = await temporaryFolder();
  await expect(
    downloadFile(downloadRequest({ file: publishedFile(server, content), folder: folder.path })),
  ).rejects.toThrow(
    'the connection broke after 50000 bytes of 100000 bytes (other side closed) (tried 5 times).',
  );
  expect(server.requests).toHaveLength(5);
});

it('tries again where there is no server, and says what was the matter', async () => {
  await using folder = await temporaryFolder();
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  await new Promise(resolve => closed.close(resolve));
  const file = publishedFile({ url: `http://127.0.0.1:${port}/model.bin` });
  await expect(
    downloadFile(downloadRequest({ file, folder: folder.path, retry: { attempts: 2 } })),
  ).rejects.toMatchObject({
    code: 'download-failed',
    message: expect.stringMatching(
      /no connection to 127\.0\.0\.1:\d+ \(connect ECONNREFUSED 127\.0\.0\.1:\d+\) \(tried 2 times\)\.$/,
    ),
    hint: expect.stringContaining('NODE_USE_ENV_PROXY=1'),
  });
  expect(await readdir(folder.path)).toEqual([]);
});

it('takes silence for a broken connection, but not slowness', async () => {
  const slow = { pieceBytes: 100 };
  await using server = await serveFile(content, { silentAfter: 50_000 }, { silentAfter: 0 }, slow);
  await using folder = await temporaryFolder();
  const retry = { idleTimeoutMs: 400 };
  const request = downloadRequest({ file: publishedFile(server, content), folder: folder.path, retry });
  expect(await downloadFile(request)).toMatchObject({ sha256 });
  expect(server.requests.map(({ headers }) => headers.range)).toEqual([
    undefined,
    'bytes=50000-',
    'bytes=50000-',
  ]);
});

it('says that nothing came', async () => {
  const mute = createServer(() => {}).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  await using folder = await temporaryFolder();
  const file = publishedFile({ url: `http://127.0.0.1:${(mute.address() as AddressInfo).port}/model.bin` });
  const retry = { idleTimeoutMs: 100, attempts: 1 };
  await expect(downloadFile(downloadRequest({ file, folder: folder.path, retry }))).rejects.toThrow(
    'nothing came for 0.1 s',
  );
  mute.close();
});

it.each<[string, Behaviour, number]>([
  ['the file is coming', { silentAfter: 50_000 }, 50_000],
  ['it waits for the next try', { cutAfter: 50_000 }, 50_000],
  ['the server says nothing', { silentAfter: 0 }, 0],
])('ends at once when aborted while %s, and keeps what has come', async (_, behaviour, kept) => {
  await using server = await serveFile(content, behaviour);
  await using folder = await temporaryFolder();
  const controller = new AbortController();
  const reason = new Error('Enough.');
  const request = downloadRequest({
    file: publishedFile(server, content),
    folder: folder.path,
    signal: controller.signal,
    retry: { baseDelayMs: 30_000 },
    onProgress: ({ received }) => {
      if (received >= kept) setTimeout(() => controller.abort(reason), 20);
    },
  });
  const began = performance.now();
  await expect(downloadFile(request)).rejects.toBe(reason);
  expect(performance.now() - began).toBeLessThan(5_000);
  const left = kept > 0 ? ['model.bin.part', 'model.bin.part.json'] : [];
  expect((await readdir(folder.path)).sort()).toEqual(left);
  if (kept > 0)
    expect(await readFile(join(folder.path, 'model.bin.part'))).toEqual(content.subarray(0, kept));
});

it('passes on what a callback throws, and keeps what has come', async () => {
  await using server = await serveFile(content);
  await using folder = await temporaryFolder();
  const thrown = new Error('from the callback');
  const request = downloadRequest({
    file: publishedFile(server, content),
    folder: folder.path,
    onProgress: ({ received }) => {
      if (received > 0) throw thrown;
    },
  });
  await expect(downloadFile(request)).rejects.toBe(thrown);
  expect(server.requests).toHaveLength(1);
  expect(await readdir(folder.path)).toContain('model.bin.part');
});
