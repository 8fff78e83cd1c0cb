import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecoderFactory, definePlugin, everyFrame, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { score, sieve } from 'framesieve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damagedCopy, describeCase, planCases } from '../fuzz/cases.ts';
import { runCases } from '../fuzz/run-cases.ts';
import { backends } from '../lib/backends.ts';
import lumaPlugin from '../lib/luma.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve damage '));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [, [, hasFfmpeg] = ['', false, '']] = backends;
const metric = 'luma/mean';
const plugins = [lumaPlugin];

/** Writes the first part of a clip. */
async function cutClip(extension: string, options: ClipOptions, share: number): Promise<string> {
  const whole = readFileSync((await sharedClip(extension, options)).file);
  const name = `cut.${extension}`;
  writeFileSync(join(folder, name), whole.subarray(0, Math.floor(whole.length * share)));
  return name;
}

describe('damaged copies', () => {
  it('crash and hang nothing, and give frames that are what they say', async () => {
    const cases = planCases({ seed: 20261124, cuts: 10, flips: 30, ffmpegEvery: 0 });
    let frames = 0;
    for await (const { fuzzCase, result, violations } of runCases(cases)) {
      expect(violations, describeCase(fuzzCase)).toEqual([]);
      frames += result!.frames;
    }
    expect(frames).toBeGreaterThan(200);
  }, 120_000);

  it.skipIf(!hasFfmpeg)(
    'neither with the ffmpeg command',
    async () => {
      const cases = planCases({ seed: 20261125, cuts: 0, flips: 10, ffmpegEvery: 1 });
      const byCommand = cases.filter(
        ({ decoder, clip }) => decoder === 'ffmpeg' && (clip === 0 || clip === 4),
      );
      for await (const { fuzzCase, violations } of runCases(byCommand))
        expect(violations, describeCase(fuzzCase)).toEqual([]);
    },
    120_000,
  );

  it('come out the same each time, however many threads decode', async () => {
    // Of this copy, several threads alone decode frames that differ from one time to the next.
    const path = join(folder, 'wrong.ts');
    writeFileSync(path, await damagedCopy({ clip: 4, kind: 'flipped', seed: 220948335, decoder: 'libav' }));
    const fingerprints = async (threads: number) => {
      const stage = createDecodeStage({ decoders: [libavDecoder], options: { libav: { threads } } });
      const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
      await using video = await stage.run({ path, stream: null, decoder: null }, context);
      return (await Array.fromAsync(video.frames(everyFrame))).map(({ record }) => record.fingerprint);
    };
    const expected = await fingerprints(1);
    for (const threads of [2, 2, 4, 4]) expect(await fingerprints(threads)).toEqual(expected);
  });

  it('are exported as they were scored', async () => {
    writeFileSync(
      join(folder, 'flipped.ts'),
      await damagedCopy({ clip: 4, kind: 'flipped', seed: 4058438705, decoder: 'libav' }),
    );
    const { videos } = await sieve({
      inputs: ['flipped.ts'],
      cwd: folder,
      plugins,
      config: { metric, select: { top: 5, coverage: 0, minGapSeconds: 0, duplicates: false } },
    });
    expect(videos[0]).toMatchObject({ status: 'partial', error: null });
    expect(videos[0]!.picks!.length).toBeGreaterThan(0);
    for (const pick of videos[0]!.picks!) expect(pick.verified).toBe('exact');
  });
});

describe('what is said of damage', () => {
  it.each([
    ['mp4', { bFrames: 2, muxerOptions: { movflags: 'faststart' } }],
    ['mkv', { encoder: 'libx265', bFrames: 2 }],
    ['webm', { encoder: 'libvpx-vp9' }],
    ['avi', { encoder: 'mpeg4' }],
  ] as const)('a cut %s: what is missing, with all that is left scored', async (extension, options) => {
    const input = await cutClip(extension, options, 0.6);
    const { videos } = await score({ inputs: [input], cwd: folder, plugins, config: { metric } });
    const [video] = videos;
    expect(video).toMatchObject({ status: 'partial', error: null, damage: { cutOff: true } });
    expect(video!.metrics[0]!.scored).toBe(video!.frames);
    expect(video!.frames).toBeGreaterThan(5);
    expect(video!.damage!.firstFrame).toBeLessThanOrEqual(video!.frames!);
    expect(video!.warnings).toEqual([
      expect.stringMatching(
        /^The video is damaged at frame \d+.*(?:The file was cut off: |Its end is missing\.)/,
      ),
    ]);
  });

  it('bad frames: how many, and where they begin, and the same when it is asked again', async () => {
    const { file } = await sharedClip('avi', { encoder: 'mpeg4' });
    const bytes = readFileSync(file);
    for (const share of [0.4, 0.5, 0.6])
      bytes.fill(0, Math.floor(bytes.length * share), Math.floor(bytes.length * share) + 300);
    writeFileSync(join(folder, 'bad.avi'), bytes);
    for (let round = 0; round < 2; round++) {
      const { videos } = await score({ inputs: ['bad.avi'], cwd: folder, plugins, config: { metric } });
      expect(videos[0]!.status).toBe('partial');
      const { damage, warnings } = videos[0]!;
      expect(damage).toMatchObject({ cutOff: false });
      expect(damage!.frames).toBeGreaterThanOrEqual(3);
      expect(damage!.firstFrame).toBeGreaterThan(5);
      expect(damage!.firstTimeSeconds).toBeCloseTo(damage!.firstFrame! / 30, 3);
      expect(warnings).toEqual([
        expect.stringContaining(
          `at frame ${damage!.firstFrame} (${damage!.firstTimeSeconds!.toFixed(3)} s), ${damage!.frames} frames in all: `,
        ),
      ]);
    }
  });

  it('a decoder that fails in the middle: what was scored before stays, and the error says where', async () => {
    const { file } = await sharedClip('mp4', { frames: 24 });
    writeFileSync(join(folder, 'fails.mp4'), readFileSync(file));
    const config = { metric, decoder: 'failing' };
    const call = { inputs: ['fails.mp4'], cwd: folder, plugins: [lumaPlugin, failing(15)], config };
    const { videos } = await score(call);
    expect(videos[0]).toMatchObject({ status: 'partial', error: { code: 'decode-failed' } });
    expect(videos[0]!.error!.message).toContain('out of luck');
    expect(videos[0]!.error!.message).toContain('frame 14');
    expect(videos[0]!.metrics[0]!.scored).toBe(15);
    const again = await score({ ...call, plugins: [lumaPlugin, failing(100)] });
    expect(again.videos[0]).toMatchObject({ status: 'ok', frames: 24, metrics: [{ reused: 15, scored: 9 }] });
  });
});

/** libav, but for throwing in place of a frame. */
function failing(failAt: number) {
  const decoder: DecoderFactory = {
    ...libavDecoder,
    id: 'failing',
    async create(options) {
      const libav = await libavDecoder.create(options);
      return {
        id: 'failing',
        version: '1',
        async open(path, surroundings) {
          const video = await libav.open(path, surroundings);
          return {
            container: video.container,
            streams: video.streams,
            framesAt: (ordinals, read) => video.framesAt(ordinals, read),
            async *frames(read) {
              for await (const frame of video.frames(read)) {
                if (frame.ordinal === failAt) {
                  frame.buffer.release();
                  throw new Error('out of luck');
                }
                yield frame;
              }
            },
            [Symbol.asyncDispose]: () => video[Symbol.asyncDispose](),
          };
        },
      };
    },
  };
  return definePlugin({
    name: 'failing',
    apiVersion: 1,
    register: registry => registry.addDecoder(decoder),
  });
}

describe.each(backends)('headers that claim too much, by %s', (decoder, available) => {
  const plan = [
    ['a picture of 900 million pixels', 'huge.mov', hugePictures],
    ['3,000 streams', 'streams.mp4', manyStreams],
    ['a setup of 2 GB', 'setup.mp4', hugeSetup],
  ] as const;

  it.skipIf(!available).each(plan)('%s', async (_, name, make) => {
    writeFileSync(join(folder, name), await make());
    const before = process.memoryUsage().rss;
    const { videos } = await score({ inputs: [name], cwd: folder, plugins, config: { metric, decoder } });
    const [video] = videos;
    // Many streams may be read for what they are: copies of the first.
    if (video!.status === 'failed') expect(video!.error!.code).toMatch(/^(decode-failed|input-)/);
    else expect(video!.frames).toBeGreaterThan(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
  });
});

/** MJPEG whose pictures all say that they are 30,000 pixels wide and high (their SOF0 marker). */
async function hugePictures(): Promise<Buffer> {
  const { file } = await sharedClip('mov', { frames: 6, encoder: 'mjpeg', pixelFormat: 'yuvj420p' });
  const bytes = readFileSync(file);
  const marker = Buffer.from([0xff, 0xc0, 0, 17, 8]);
  for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1)) {
    bytes.writeUInt16BE(30_000, at + 5);
    bytes.writeUInt16BE(30_000, at + 7);
  }
  return bytes;
}

/** An MP4 with its track written down 3,000 times; the index is last, so nothing that it refers to moves. */
async function manyStreams(): Promise<Buffer> {
  const bytes = readFileSync((await sharedClip('mp4', { frames: 6 })).file);
  const moov = bytes.lastIndexOf('moov') - 4;
  const trak = bytes.indexOf('trak', moov) - 4;
  const end = trak + bytes.readUInt32BE(trak);
  const tracks = Array.from({ length: 2999 }, () => bytes.subarray(trak, end));
  const grown = Buffer.concat([bytes.subarray(0, end), ...tracks, bytes.subarray(end)]);
  grown.writeUInt32BE(bytes.readUInt32BE(moov) + 2999 * (end - trak), moov);
  return grown;
}

/** An MP4 whose decoder configuration says that it has 2 GB. */
async function hugeSetup(): Promise<Buffer> {
  const bytes = readFileSync((await sharedClip('mp4', { frames: 6 })).file);
  bytes.writeUInt32BE(0x7fffffff, bytes.indexOf('avcC') - 4);
  return bytes;
}
