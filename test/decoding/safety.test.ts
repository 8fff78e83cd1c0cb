import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedVideo,
  type Decoder,
  type DecoderFactory,
  everyFrame,
  silentLogger,
} from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inParts, startWebServer, type WebServer } from '../lib/web-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-safety-'));
const { signal } = new AbortController();
let server: WebServer;
let frameCount: number;

beforeAll(async () => {
  const { file, truth } = await sharedClip('ts', { frames: 6 });
  frameCount = truth.frames;
  await copyFile(file, join(folder, 'part.ts'));
  const part = inParts(await readFile(file));
  const playlist = (segment: string) => inParts(Buffer.from(hls(segment)));
  server = await startWebServer({
    '/part.ts': part,
    '/own.m3u8': playlist('part.ts'),
    '/local.m3u8': playlist(`file:${join(folder, 'part.ts')}`),
  });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const hls = (...segments: readonly string[]) =>
  [
    '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n',
    ...segments.map(segment => `#EXTINF:0.24,\n${segment}\n`),
    '#EXT-X-ENDLIST\n',
  ].join('');

const dash = (address: string) => `<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" minBufferTime="PT1S"
  profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">
  <Representation id="1" bandwidth="1"><BaseURL>${address}</BaseURL></Representation></AdaptationSet></Period></MPD>`;

const imf = `<?xml version="1.0"?>
<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"><Id>urn:uuid:0</Id></CompositionPlaylist>`;

const sdp =
  'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 5004 RTP/AVP 96\r\n';

/** Files that would make FFmpeg open others, and what they are called. Names stand for files beside them. */
const nested: Readonly<Record<string, readonly [kind: string, make: (origin: string) => string]>> = {
  'far.m3u8': ['an HLS', origin => hls(`${origin}/part.ts`)],
  'near.m3u8': ['an HLS', () => hls('part.ts')],
  'near.mp4': ['an HLS', () => hls('part.ts')],
  'windows.m3u8': ['an HLS', () => hls('part.ts').replaceAll('\n', '\r\n')],
  'marked.m3u8': ['an HLS', () => `\uFEFF${hls('part.ts')}`],
  'blank.m3u8': ['an HLS', () => `\n \t\r\n${hls('part.ts')}`],
  'subfile.m3u8': ['an HLS', () => hls('subfile,,start,0,end,0,,:part.ts')],
  'joined.m3u8': ['an HLS', () => hls('concat:part.ts|part.ts')],
  'encrypted.m3u8': ['an HLS', () => hls('crypto:part.ts')],
  'data.m3u8': ['an HLS', () => hls('data:video/mp2t;base64,R0dHRw==')],
  'list.ffconcat': ['a list of files', () => 'ffconcat version 1.0\nfile part.ts\n'],
  'list.mp4': ['a list of files', origin => `ffconcat version 1.0\nfile ${origin}/part.ts\n`],
  'far.mpd': ['a DASH manifest', origin => dash(`${origin}/part.ts`)],
  'near.mpd': ['a DASH manifest', () => dash('part.ts')],
  'cpl.xml': ['an IMF playlist', () => imf],
  'session.sdp': ['a session description', () => sdp],
  'list.pls': ['a PLS playlist', origin => `[playlist]\nFile1=${origin}/part.ts\n`],
};

async function openWith(
  decoder: DecoderFactory,
  path: string,
  protocols?: readonly string[],
): Promise<DecodedVideo> {
  const context = { signal, logger: silentLogger, frames: new FramePool() };
  const request = { path, stream: null, decoder: null, ...(protocols && { protocols }) };
  return createDecodeStage({ decoders: [decoder] }).run(request, context);
}

async function countFrames(
  decoder: DecoderFactory,
  path: string,
  protocols: readonly string[],
): Promise<number> {
  await using video = await openWith(decoder, path, protocols);
  let count = 0;
  for await (const _ of video.frames(everyFrame)) count += 1;
  return count;
}

const found = await ffmpegDecoder.availability();

describe.each([libavDecoder, ...(found.available ? [ffmpegDecoder] : [])])('$id', decoder => {
  let backend: Decoder;
  beforeAll(async () => {
    backend = await decoder.create({});
  });

  it.each(Object.entries(nested))('refuses %s and opens nothing else', async (name, [kind, make]) => {
    const path = join(folder, `${decoder.id}-${name}`);
    await writeFile(path, make(server.origin));
    const before = server.requests.length;
    await expect(openWith(decoder, path)).rejects.toMatchObject({
      code: 'input-unreadable',
      message: expect.stringContaining(` is ${kind}`),
      hint: expect.stringContaining('--protocols file'),
    });
    // The guard in the backend itself, for what does not look like a list at first sight.
    await expect(backend.open(path, { signal, logger: silentLogger })).rejects.toMatchObject({
      code: expect.stringMatching(/^input-/),
    });
    expect(server.requests.slice(before)).toEqual([]);
  });

  it('reads a playlist by the protocols that are named', async () => {
    const path = join(folder, 'allowed.m3u8');
    await writeFile(path, hls('part.ts'));
    expect(await countFrames(decoder, path, ['file'])).toBe(frameCount);
    await using video = await openWith(decoder, path, ['file']);
    expect(video.warnings).toEqual([expect.stringMatching(/is an HLS or M3U playlist\..*--no-resume/)]);
    const list = join(folder, 'allowed.ffconcat');
    await writeFile(list, 'ffconcat version 1.0\nfile part.ts\nfile part.ts\n');
    expect(await countFrames(decoder, list, ['file'])).toBe(2 * frameCount);
    const far = join(folder, 'allowed-far.m3u8');
    await writeFile(far, hls(`${server.origin}/part.ts`));
    expect(await countFrames(decoder, far, ['file', 'http'])).toBe(frameCount);
    expect(await countFrames(decoder, `${server.origin}/own.m3u8`, ['http'])).toBe(frameCount);
  });

  it('opens nothing by a protocol that is not named', async () => {
    const far = join(folder, 'far-only.m3u8');
    await writeFile(far, hls(`${server.origin}/part.ts`));
    const before = server.requests.length;
    await expect(openWith(decoder, far, ['file'])).rejects.toMatchObject({ name: 'FrameSieveError' });
    // One of something live is read as it is now.
    await writeFile(far, hls(`${server.origin}/part.ts`).replace('#EXT-X-ENDLIST\n', ''));
    await expect(openWith(decoder, far, ['file'])).rejects.toMatchObject({ name: 'FrameSieveError' });
    await expect(openWith(decoder, far, ['http'])).rejects.toMatchObject({ code: 'input-unreadable' });
    expect(server.requests.slice(before)).toEqual([]);
    const local = `${server.origin}/local.m3u8`;
    await expect(openWith(decoder, local)).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(openWith(decoder, local, ['http'])).rejects.toMatchObject({ name: 'FrameSieveError' });
    expect(server.requests.filter(path => path === '/part.ts').length).toBeGreaterThan(0);
  });

  it('reads other files with protocols named as it does without', async () => {
    expect(await countFrames(decoder, join(folder, 'part.ts'), ['file', 'https'])).toBe(frameCount);
  });
});
