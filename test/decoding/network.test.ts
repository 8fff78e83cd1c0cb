import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodeIssue,
  type DecoderFactory,
  everyFrame,
  type FrameRecord,
  silentLogger,
  type VideoIdentity,
} from '@framesieve/core';
import { createDecodeStage, FramePool, identifyVideo } from '@framesieve/decoder';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../lib/command.ts';
import {
  type Answer,
  inParts,
  ofUnknownLength,
  redirect,
  startWebServer,
  type WebServer,
  whole,
} from '../lib/web-server.ts';

let server: WebServer;
let clip: { readonly path: string; readonly identity: VideoIdentity };
const folder = mkdtempSync(join(tmpdir(), 'framesieve-network-'));
const found = await ffmpegDecoder.availability();

// More than what is read whole, of a length that the chunks don't divide.
const large = Buffer.from(Array.from({ length: 1_300_001 }, (_, i) => (i * i) >> 7));

beforeAll(async () => {
  // What is left of Matroska after a cut can be decoded.
  const { file } = await sharedClip('mkv', { frames: 30 });
  const content = readFileSync(file);
  clip = { path: file, identity: await identifyVideo(file) };
  const half = content.length >> 1;
  const { file: indexLast } = await sharedClip('mp4', { frames: 30 });
  const protectedFile = inParts(content);
  const authorization = `Basic ${Buffer.from('user:pass word').toString('base64')}`;
  /** The first half, and what becomes of the connection then; what identifies the video comes whole. */
  const upToHalf = (then: (response: ServerResponse) => void): Answer => {
    return (request, response) => {
      const { range = '' } = request.headers;
      if (/^bytes=\d+-\d+$/.test(range)) return inParts(content)(request, response);
      const start = Number(/^bytes=(\d+)-/.exec(range)?.[1] ?? 0);
      response.writeHead(206, {
        'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
        'content-length': content.length - start,
      });
      response.write(content.subarray(start, Math.max(start, half)));
      then(response);
    };
  };
  server = await startWebServer({
    '/films/a%20b.mkv': inParts(content),
    '/whole.mkv': whole(content),
    '/index-last.mp4': whole(farIndex(readFileSync(indexLast))),
    '/large': inParts(large),
    '/large/whole': whole(large),
    '/endless.mkv': ofUnknownLength(content),
    '/moved.mkv': redirect('/whole.mkv', 301),
    '/round.mkv': redirect('/round.mkv'),
    '/away.mkv': redirect('file:///films/a.mkv'),
    '/secret.mkv': (request, response) => {
      if (request.headers.authorization === authorization) protectedFile(request, response);
      else response.writeHead(401, { 'www-authenticate': 'Basic realm="films"' }).end();
    },
    '/forbidden.mkv': (_, response) => response.writeHead(403).end(),
    '/gone.mkv': (_, response) => response.writeHead(410).end(),
    '/broken.mkv': (_, response) => response.writeHead(500).end(),
    '/empty.mkv': whole(new Uint8Array(0)),
    '/cut.mkv': upToHalf(response => setTimeout(() => response.destroy(), 50)),
    '/silent.mkv': upToHalf(() => {}),
  });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** An MP4 with so much between its samples and its index that what was read of the samples is not held any more. */
function farIndex(content: Buffer): Buffer {
  const at = content.lastIndexOf('moov') - 4;
  const gap = Buffer.alloc(1 << 20);
  gap.writeUInt32BE(gap.length);
  gap.write('free', 4, 'latin1');
  return Buffer.concat([content.subarray(0, at), gap, content.subarray(at)]);
}

interface Decoded {
  readonly identity: VideoIdentity;
  readonly records: readonly FrameRecord[];
  readonly issues: readonly DecodeIssue[];
}

async function decode(path: string, factory: DecoderFactory, stallSeconds?: number): Promise<Decoded> {
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  const stage = createDecodeStage({ decoders: [factory] });
  // Where the server falls silent, each look at frames ahead would wait for it once more.
  const silent = stallSeconds !== undefined && {
    stallSeconds,
    pixels: { crop: 'none', deinterlace: 'off' } as const,
  };
  const request = { path, stream: null, decoder: null, ...silent };
  await using video = await stage.run(request, context);
  const records: FrameRecord[] = [];
  for await (const { record } of video.frames(everyFrame)) records.push(record);
  return { identity: video.identity, records, issues: video.issues };
}

describe('identifyVideo', () => {
  it.each(['/films/a%20b.mkv', '/whole.mkv', '/moved.mkv'])(
    'gives %s the identity of its file',
    async path => {
      expect(await identifyVideo(server.origin + path)).toEqual(clip.identity);
    },
  );

  it.each(['/large', '/large/whole'])('samples %s as it does a file', async path => {
    const file = join(folder, 'large');
    writeFileSync(file, large);
    expect(await identifyVideo(server.origin + path)).toEqual(await identifyVideo(file));
  });

  it('reads only parts, where the server gives them', async () => {
    const before = server.requests.length;
    await identifyVideo(`${server.origin}/large`);
    expect(server.requests.length - before).toBe(17);
  });

  it.each([
    ['/nothing.mkv', 'input-missing', 'HTTP status 404'],
    ['/gone.mkv', 'input-missing', 'HTTP status 410'],
    ['/forbidden.mkv', 'input-unreadable', 'HTTP status 403'],
    ['/secret.mkv', 'input-unreadable', 'HTTP status 401'],
    ['/broken.mkv', 'input-unreadable', 'HTTP status 500'],
    ['/round.mkv', 'input-unreadable', 'more than 5 redirects'],
    ['/away.mkv', 'input-unreadable', 'no address of the web (file:)'],
    ['/endless.mkv', 'input-unreadable', 'does not say how long it is'],
    ['/empty.mkv', 'input-empty', 'is empty'],
  ])('refuses %s: %s', async (path, code, words) => {
    await expect(identifyVideo(server.origin + path)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });

  it('says that nobody answers, and what is no address', async () => {
    const closed = await startWebServer({});
    await closed[Symbol.asyncDispose]();
    await expect(identifyVideo(`${closed.origin}/a.mkv`)).rejects.toMatchObject({
      code: 'input-unreadable',
      message: expect.stringContaining('the connection failed'),
    });
    await expect(identifyVideo('http://[')).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('keeps name and password to itself', async () => {
    const address = `${server.origin.replace('//', '//user:pass%20word@')}/secret.mkv`;
    expect(await identifyVideo(address)).toEqual(clip.identity);
    const wrong = `${server.origin.replace('//', '//user:other@')}/secret.mkv`;
    const error = await identifyVideo(wrong).catch(reason => reason);
    expect(error.message).toContain('401');
    expect(`${error.message} ${error.hint}`).not.toContain('other');
  });

  it('ends when it is told to', async () => {
    const signal = AbortSignal.timeout(100);
    const silent = await startWebServer({ '/a.mkv': () => {} });
    await expect(identifyVideo(`${silent.origin}/a.mkv`, signal)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    await silent[Symbol.asyncDispose]();
  });
});

describe.each([libavDecoder, ...(found.available ? [ffmpegDecoder] : [])])('$id', factory => {
  let file: Decoded;
  beforeAll(async () => {
    file = await decode(clip.path, factory);
    expect(file.records).toHaveLength(30);
  });

  it.each(['/films/a b.mkv#t=1', '/whole.mkv', '/moved.mkv'])('decodes %s as its file', async path => {
    expect(await decode(server.origin + path, factory)).toEqual(file);
  });

  it('says that the server is why a file can not be read out of order', async () => {
    await expect(decode(`${server.origin}/index-last.mp4`, factory)).rejects.toMatchObject({
      hint: expect.stringContaining('The server gives files only as a whole'),
    });
  });

  it.each([
    ['/cut.mkv', 9],
    ['/silent.mkv', 1],
  ])('takes what comes before a break for a damaged video: %s', async (path, stallSeconds) => {
    const far = await decode(server.origin + path, factory, stallSeconds).catch(error => error);
    if (path === '/silent.mkv' && far instanceof Error) {
      expect(far).toMatchObject({ code: 'decode-failed', message: expect.stringContaining('stood still') });
      return;
    }
    expect(far.records.length).toBeGreaterThan(5);
    expect(far.records.length).toBeLessThan(30);
    const sound = far.records.slice(0, 5).map((record: FrameRecord) => record.fingerprint);
    expect(sound).toEqual(file.records.slice(0, 5).map(record => record.fingerprint));
    expect(far.issues.length).toBeGreaterThan(0);
  });
});

describe('framesieve run', () => {
  it('scores and exports from an address, and nowhere tells its password', async () => {
    const address = `${server.origin.replace('//', '//user:pass%20word@')}/secret.mkv?sig=hidden`;
    const args = ['run', address, '--out', 'out', '--json', '--verbose', '--every', '15'];
    const { stdout, stderr, exitCode } = await runCommand(args, { cwd: folder });
    expect(stderr).not.toMatch(/Error|bug/);
    expect(exitCode).toBe(0);
    const [video] = JSON.parse(stdout).videos;
    expect(video.path).toBe(`${server.origin}/secret.mkv?sig=…`);
    const stills = join(folder, 'out', `secret-${clip.identity.sha256.slice(0, 6)}`);
    const manifest = readFileSync(join(stills, 'manifest.json'), 'utf8');
    expect(JSON.parse(manifest).source).toMatchObject({
      path: `${server.origin}/secret.mkv?sig=…`,
      file: 'secret.mkv',
      sha256: clip.identity.sha256,
    });
    const database = readFileSync(join(folder, 'out', 'framesieve.sqlite'), 'latin1');
    for (const text of [stdout, stderr, manifest, database]) expect(text).not.toMatch(/pass|hidden/);
  });
});
