import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
import type { DownloadRequest } from './download-request.ts';

const content = someBytes(400_000);
const sha256 = sha256Of(content);
const child = fileURLToPath(new URL('../../test/download-child.ts', import.meta.url));

type Message = Readonly<Record<string, unknown>>;

/** A process that downloads; with the messages that it sends, and what it sends last. */
function startDownload(request: Partial<DownloadRequest>) {
  const process = fork(child, [JSON.stringify(request)], {
    execArgv: ['--conditions=@framesieve/source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const messages: Message[] = [];
  process.on('message', message => messages.push(message as Message));
  return { process, messages, ended: endOf(process).then(() => messages.at(-1)) };
}

async function endOf(process: ChildProcess): Promise<void> {
  await once(process, 'close');
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not happen in time.');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

const received = (messages: readonly Message[]) => Math.max(0, ...messages.map(m => Number(m.received ?? 0)));

it('goes on where a killed process stopped', async () => {
  await using server = await serveFile(content, { silentAfter: 250_000 }, {});
  await using folder = await temporaryFolder();
  const file = publishedFile(server);
  const first = startDownload({ file, folder: folder.path });
  await until(() => received(first.messages) === 250_000);
  first.process.kill('SIGKILL');
  await first.ended;
  expect((await readdir(folder.path)).sort()).toEqual([
    'model.bin.lock',
    'model.bin.part',
    'model.bin.part.json',
  ]);
  const result = await downloadFile(downloadRequest({ file, folder: folder.path }));
  expect(result).toMatchObject({ sha256, fromCache: false });
  expect(sha256Of(await readFile(result.path))).toBe(sha256);
  expect(server.requests[1]!.headers).toMatchObject({ range: 'bytes=250000-', 'if-range': '"v1"' });
  expect(await readdir(folder.path)).toEqual(['model.bin']);
});

it('lets a second process wait for the first, and then take what that one got', async () => {
  await using server = await serveFile(content, { pieceBytes: 1_000 });
  await using folder = await temporaryFolder();
  const request = { file: publishedFile(server), folder: folder.path };
  const first = startDownload(request);
  await until(() => received(first.messages) > 0);
  const waitedFor: unknown[] = [];
  const second = await downloadFile(
    downloadRequest({ ...request, onWait: holder => waitedFor.push(holder?.pid) }),
  );
  expect(waitedFor).toEqual([first.process.pid]);
  expect(await first.ended).toMatchObject({ sha256, fromCache: false });
  expect(second).toMatchObject({ sha256, fromCache: true });
  expect(server.requests).toHaveLength(1);
});

it('takes over when the process that it waits for is killed', async () => {
  await using server = await serveFile(content, { silentAfter: 250_000 }, {});
  await using folder = await temporaryFolder();
  const request = { file: publishedFile(server, content), folder: folder.path };
  const first = startDownload(request);
  await until(() => received(first.messages) === 250_000);
  const second = await downloadFile(
    downloadRequest({ ...request, onWait: () => first.process.kill('SIGKILL') }),
  );
  await first.ended;
  expect(second).toMatchObject({ sha256, fromCache: false });
  expect(server.requests.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=250000-']);
});

it('stops waiting when aborted', async () => {
  await using server = await serveFile(content, { silentAfter: 250_000 });
  await using folder = await temporaryFolder();
  const request = { file: publishedFile(server, content), folder: folder.path };
  const [one, other] = [new AbortController(), new AbortController()];
  const first = downloadFile(
    downloadRequest({
      ...request,
      signal: one.signal,
      onProgress: ({ received }) => {
        if (received === 250_000) begun.resolve();
      },
    }),
  );
  const begun = Promise.withResolvers<void>();
  await begun.promise;
  const second = downloadFile(
    downloadRequest({ ...request, signal: other.signal, onWait: () => other.abort(new Error('Enough.')) }),
  );
  await expect(second).rejects.toThrow('Enough.');
  expect(await readdir(folder.path)).toContain('model.bin.lock');
  one.abort(new Error('Enough too.'));
  await expect(first).rejects.toThrow('Enough too.');
  expect(await readdir(folder.path)).not.toContain('model.bin.lock');
});

it('fetches once what many in one process want at the same time', async () => {
  await using server = await serveFile(content, { pieceBytes: 20_000 });
  await using folder = await temporaryFolder();
  const request = downloadRequest({ file: publishedFile(server, content), folder: folder.path });
  const results = await Promise.all(Array.from({ length: 4 }, () => downloadFile(request)));
  expect(results.filter(({ fromCache }) => !fromCache)).toHaveLength(1);
  expect(server.requests).toHaveLength(1);
});

it('does not take memory for a large file', async () => {
  const bytes = 400 * 2 ** 20;
  const block = someBytes(2 ** 20);
  const server = createServer(async (_, response) => {
    response.writeHead(200, { 'content-length': bytes });
    for (let sent = 0; sent < bytes; sent += block.length) {
      if (!response.write(block)) await once(response, 'drain');
    }
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await using folder = await temporaryFolder();
  const file = {
    ...publishedFile({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }),
    bytes,
  };
  const end = await startDownload({ file, folder: folder.path }).ended;
  server.close();
  expect((await stat(join(folder.path, 'model.bin'))).size).toBe(bytes);
  // The garbage of the pieces amounts to some 90 MB before it is collected, however long the file is.
  expect(end!.grownKilobytes).toBeLessThan(200 * 1024);
});
