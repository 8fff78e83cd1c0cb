import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
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

const content = someBytes(200_000);
const sha256 = sha256Of(content);
const half = content.length / 2;
const cut: Behaviour = { cutAfter: half };

/** Downloads once, from a server that behaves like this; gives the offsets that were asked for. */
async function offsetsOf(known: Uint8Array | null, ...behaviours: readonly Behaviour[]) {
  await using server = await serveFile(content, ...behaviours);
  await using folder = await temporaryFolder();
  const result = await downloadFile(
    downloadRequest({ file: publishedFile(server, known), folder: folder.path }),
  );
  expect(sha256Of(await readFile(result.path))).toBe(sha256);
  expect(result).toMatchObject({ sha256, bytes: content.length });
  expect(await readdir(folder.path)).toEqual(['model.bin']);
  return server.requests.map(({ headers }) => Number(/\d+/.exec(headers.range ?? '0')![0]));
}

it('ends with the same file wherever the connection is cut, whatever the server can do', async () => {
  const behaviour = fc.record(
    {
      cutAfter: fc.nat(content.length),
      etag: fc.constantFrom('"v1"', 'W/"weak"', null),
      chunked: fc.boolean(),
      partBytes: fc.constantFrom(1, 50_000, content.length),
      ignoreRange: fc.boolean(),
      ignoreIfRange: fc.boolean(),
      rangeShift: fc.constantFrom(0, 0, 0, 1),
    },
    { requiredKeys: ['cutAfter'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(behaviour, { maxLength: 4 }), fc.boolean(), async (behaviours, isKnown) => {
      await offsetsOf(isKnown ? content : null, ...behaviours, {});
    }),
    { numRuns: 40 },
  );
});

it.each<[string, Uint8Array | null, readonly Behaviour[], readonly number[]]>([
  ['goes on where it was cut', null, [cut, {}], [0, half]],
  [
    'goes on as often as it is cut',
    null,
    Array.from({ length: 9 }, () => ({ cutAfter: 20_001 })).concat({} as never),
    Array.from({ length: 10 }, (_, i) => i * 20_001),
  ],
  ['begins anew where the server ignores ranges', null, [cut, { ignoreRange: true }], [0, half]],
  ['begins anew where the file has changed', null, [cut, { etag: '"v2"' }], [0, half]],
  ['begins anew where the server sends another part', content, [cut, { rangeShift: 1 }, {}], [0, half, 0]],
  [
    'begins anew where the server ignores If-Range but says that the file has changed',
    null,
    [cut, { etag: '"v2"', ignoreIfRange: true }, {}],
    [0, half, 0],
  ],
  [
    'begins anew where nothing tells whether the file is the same',
    null,
    [{ ...cut, etag: null }, {}],
    [0, 0],
  ],
  ['begins anew where the ETag is a weak one', null, [{ ...cut, etag: 'W/"v1"' }, {}], [0, 0]],
  ['goes on without an ETag where the SHA-256 is known', content, [{ ...cut, etag: null }, {}], [0, half]],
  [
    'goes on by a date',
    null,
    [
      { ...cut, etag: null, headers: { 'last-modified': 'Sun, 06 Nov 1994 08:49:37 GMT' } },
      { ignoreIfRange: true },
    ],
    [0, half],
  ],
  [
    'begins anew where the part turns out to be of another file',
    content,
    [{ ...cut, etag: null, content: someBytes(content.length, 2) }, {}],
    [0, half, 0],
  ],
  ['begins anew where the server compresses the rest', content, [cut, { gzip: true }, {}], [0, half, 0]],
  [
    'begins anew after a compressed beginning',
    null,
    [{ gzip: true, chunked: true, cutAfter: half }, {}],
    [0, 0],
  ],
  [
    'asks for the rest where less came than was asked for',
    null,
    [cut, { partBytes: 30_000 }, {}],
    [0, half, half + 30_000],
  ],
  [
    'takes no early end for the end where the length is known',
    content,
    [{ unframed: true, cutAfter: half }, {}],
    [0, half],
  ],
  [
    'takes no early end for the end of a part',
    null,
    [cut, { unframed: true, cutAfter: 10 }, {}],
    [0, half, half + 10],
  ],
  [
    'begins anew where the file is shorter now',
    null,
    [cut, { content: content.subarray(0, 10), ignoreIfRange: true }, {}],
    [0, half, 0],
  ],
])('%s', async (_, known, behaviours, offsets) => {
  expect(await offsetsOf(known, ...behaviours)).toEqual(offsets);
});

/** Downloads where a part was left behind, with a note that may be about another file. */
async function resumeFrom(
  part: Uint8Array,
  note: string | null,
  known: Uint8Array | null,
  behaviour: Behaviour = {},
) {
  await using server = await serveFile(content, behaviour);
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'model.bin.part'), part);
  const text = note?.replace('URL', server.url);
  if (text !== undefined) await writeFile(join(folder.path, 'model.bin.part.json'), text);
  const resumedFrom: number[] = [];
  const result = await downloadFile(
    downloadRequest({
      file: publishedFile(server, known),
      folder: folder.path,
      onProgress: progress => resumedFrom.push(progress.resumedFrom),
    }),
  );
  expect(sha256Of(await readFile(result.path))).toBe(sha256);
  expect(result.sha256).toBe(sha256);
  const asked = server.requests.map(({ headers }) => headers.range ?? 'all');
  return { asked, ifRange: server.requests[0]?.headers['if-range'], resumedFrom: [...new Set(resumedFrom)] };
}

const own = '{"url":"URL","validator":"\\"v1\\""}';
const start = content.subarray(0, half);

it('goes on from the part of an earlier process', async () => {
  const result = { asked: [`bytes=${half}-`], ifRange: '"v1"', resumedFrom: [half] };
  expect(await resumeFrom(start, own, null)).toEqual(result);
  expect(await resumeFrom(start, own, content)).toEqual(result);
  expect(await resumeFrom(start, null, content)).toEqual({ ...result, ifRange: undefined });
});

it.each([
  ['is about another address', '{"url":"http://127.0.0.1/other","validator":"\\"v1\\""}'],
  ['has no validator', '{"url":"URL","validator":null}'],
  ['is damaged', own.slice(0, -3)],
  ['could break a header', '{"url":"URL","validator":"\\"v1\\"\\r\\nx: y"}'],
  ['is missing', null],
])('does not go on from a part whose note %s, unless the SHA-256 is known', async (_, note) => {
  expect(await resumeFrom(start, note, null)).toMatchObject({ asked: ['all'], resumedFrom: [0] });
  expect(await resumeFrom(start, note, content)).toEqual({
    asked: [`bytes=${half}-`],
    ifRange: undefined,
    resumedFrom: [half],
  });
});

it('needs nothing more where all of it is there', async () => {
  expect(await resumeFrom(content, own, content)).toMatchObject({ asked: [] });
  // Only the server knows how long it is, and says that nothing is missing.
  expect(await resumeFrom(content, own, null)).toMatchObject({ asked: [`bytes=${content.length}-`] });
});

it('begins anew where more than all is there, or something else', async () => {
  const more = Buffer.concat([content, Buffer.from('more')]);
  expect((await resumeFrom(more, own, content)).asked).toEqual(['all']);
  expect((await resumeFrom(more, own, null)).asked).toEqual([`bytes=${more.length}-`, 'all']);
  const other = someBytes(content.length, 5);
  expect((await resumeFrom(other, own, content)).asked).toEqual([`bytes=${content.length}-`, 'all']);
});
