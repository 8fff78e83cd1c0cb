import { readdir } from 'node:fs/promises';
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
const page = Buffer.from('<!doctype html>\n<title>Log in</title>');
const other = someBytes(content.length, 2);

it.each<[string, Behaviour, Uint8Array | null, string, string]>([
  [
    'a file that is not there',
    { status: 404 },
    null,
    "the file isn't there (the server answered 404 Not Found)",
    'framesieve models import',
  ],
  [
    'a file that is no longer there',
    { status: 410 },
    null,
    "the file isn't there",
    'framesieve models import',
  ],
  ['a file that needs a login', { status: 401 }, null, 'access is refused', 'login'],
  ['a file that is not for everybody', { status: 403 }, null, 'access is refused', 'login'],
  ['a proxy that wants a login', { status: 407 }, null, 'no connection to 127.0.0.1', 'NODE_USE_ENV_PROXY'],
  [
    'an answer that makes no sense',
    { status: 418 },
    null,
    "answered 418 I'm a Teapot",
    'framesieve models import',
  ],
  ['no contents', { status: 204 }, null, 'answered 204 No Content', 'framesieve models import'],
  [
    'a web page by its type',
    { headers: { 'content-type': 'text/html; charset=utf-8' } },
    null,
    'a web page came',
    'login page',
  ],
  ['a web page by its contents', { content: page }, null, 'a web page came', 'login page'],
  [
    'a web page where the length is known',
    { content: page, chunked: true },
    content.subarray(0, 5),
    'a web page came',
    'login page',
  ],
  [
    'a web page that comes byte by byte',
    { content: page, pieceBytes: 1 },
    null,
    'a web page came',
    'login page',
  ],
  [
    'a part that was not asked for',
    { status: 206 },
    null,
    "can't be used: a part came though the whole file was asked for",
    'import',
  ],
  [
    'a file of another length',
    { content: content.subarray(7) },
    content,
    'it has 99993 bytes there instead of 100000',
    'replaced',
  ],
  [
    'a file that is longer than expected',
    { endless: true },
    content,
    'sent more than 100000 bytes',
    'replaced',
  ],
  ['an empty file', { content: Buffer.alloc(0) }, null, 'the server sent an empty file', 'import'],
  [
    'other contents',
    { content: other },
    content,
    `its SHA-256 is ${sha256Of(other)} instead of ${sha256Of(content)}`,
    'replaced or damaged',
  ],
  ['a redirect to nowhere', { status: 302 }, null, 'redirected without saying where', 'import'],
  [
    'a redirect to a file',
    { status: 302, headers: { location: 'file:///etc/passwd' } },
    null,
    'to file:, which is not safe',
    'import',
  ],
  [
    'a redirect in circles',
    { status: 301, headers: { location: '/model.bin' } },
    null,
    'redirected more than 10 times',
    'import',
  ],
])('refuses %s, and leaves nothing', async (_, behaviour, known, reason, hint) => {
  await using server = await serveFile(content, behaviour);
  await using folder = await temporaryFolder();
  const file = publishedFile(server, known);
  const download = downloadFile(downloadRequest({ file, folder: folder.path, retry: { attempts: 1 } }));
  await expect(download).rejects.toMatchObject({
    code: 'download-failed',
    message: expect.stringContaining(`model.bin of test/a could not be downloaded from ${server.url}: `),
    hint: expect.stringContaining(hint),
  });
  await expect(download).rejects.toThrow(reason);
  expect(await readdir(folder.path)).toEqual([]);
});

it('asks once only where another try does not help', async () => {
  for (const behaviour of [{ status: 404 }, { content: page }, { content: other }]) {
    await using server = await serveFile(content, behaviour);
    await using folder = await temporaryFolder();
    const file = publishedFile(server, behaviour.content === page ? null : content);
    await expect(downloadFile(downloadRequest({ file, folder: folder.path }))).rejects.toMatchObject({
      code: 'download-failed',
    });
    expect(server.requests).toHaveLength(1);
  }
});

it('says how the wrong digest differs from the known beginning of the right one', async () => {
  await using server = await serveFile(content);
  await using folder = await temporaryFolder();
  const file = { ...publishedFile(server), sha256: '0123abcd' };
  await expect(downloadFile(downloadRequest({ file, folder: folder.path }))).rejects.toThrow(
    `its SHA-256 is ${sha256Of(content)} instead of 0123abcd….`,
  );
});

it('does not tell the password of a mirror', async () => {
  await using server = await serveFile(content, { status: 404 });
  await using folder = await temporaryFolder();
  const mirror = `${server.origin.replace('//', '//ada:secret@')}/?token=abc`;
  const error = await downloadFile(
    downloadRequest({ file: publishedFile(server), folder: folder.path, mirror }),
  ).catch((thrown: Error) => thrown);
  expect(String(error)).toContain(`${server.origin}/test/a/model.bin`);
  expect(String(error)).not.toMatch(/secret|abc/);
});

it.each([
  ['id', { id: 'musiq' }],
  ['id', { id: '../x' }],
  ['file.name', { name: '../model.bin' }],
  ['file.name', { name: 'a/b' }],
  ['file.name', { name: '' }],
  ['file.name', { name: '.hidden' }],
  ['file.url', { url: 'file:///etc/passwd' }],
  ['file.url', { url: 'no address' }],
  ['file.sha256', { sha256: '1234567' }],
  ['file.sha256', { sha256: 'not hex at all' }],
  ['FRAMESIEVE_MODEL_MIRROR', { mirror: '/srv/models' }],
  ['FRAMESIEVE_MODEL_MIRROR', { mirror: 'ftp://files.example' }],
])(
  'refuses a request with a bad %s: %j',
  async (name, { id = 'test/a', mirror, ...file }: Record<string, string>) => {
    await using folder = await temporaryFolder();
    const request = downloadRequest({
      id,
      mirror: mirror ?? null,
      file: { ...publishedFile({ url: 'http://127.0.0.1:9/' }), ...file },
      folder: folder.path,
    });
    const error = await downloadFile(request).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'usage' });
    expect(`${(error as Error).message} ${(error as { hint: string }).hint}`).toContain(name);
  },
);
