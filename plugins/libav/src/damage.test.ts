import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyFrame, FrameSieveError, silentLogger } from '@framesieve/core';
import { createDecodeStage, FramePool } from '@framesieve/decoder';
import { type ClipOptions, createRandom, sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const stage = createDecodeStage({ decoders: [libavDecoder] });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framesieve-damage-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Decodes a file as far as it goes: how many frames came, with their ordinals checked, or the error. */
async function decode(path: string) {
  const pool = new FramePool();
  const { signal } = new AbortController();
  const context = { signal, logger: silentLogger, frames: pool };
  let frames = 0;
  try {
    await using video = await stage.run({ path, stream: null, decoder: null }, context);
    for await (const { record } of video.frames(everyFrame)) {
      expect(record.ordinal).toBe(frames);
      frames += 1;
    }
    expect(video.frameCount).toBe(frames);
    return { frames, issues: video.issues, error: null };
  } catch (error) {
    if (!FrameSieveError.isInstance(error)) throw error;
    return { frames, issues: [], error };
  } finally {
    expect(pool.inUse).toBe(0);
  }
}

const clips: readonly (readonly [name: string, extension: string, options: ClipOptions])[] = [
  ['H.264 in MP4', 'mp4', { bFrames: 2 }],
  ['H.264 in Matroska', 'mkv', { bFrames: 2 }],
  ['H.264 in MPEG-TS', 'ts', {}],
  ['VP9 in WebM', 'webm', { encoder: 'libvpx-vp9' }],
  ['MPEG-4 in AVI', 'avi', { encoder: 'mpeg4' }],
];

describe.each(clips)('damage: %s', (name, extension, options) => {
  const write = async (what: string, bytes: Uint8Array) => {
    const path = join(folder, `${what}.${extension}`);
    await writeFile(path, bytes);
    return path;
  };

  it('a file that was cut off gives the frames before the cut, or one clear error', async () => {
    const { file, truth } = await sharedClip(extension, options);
    const whole = await readFile(file);
    const random = createRandom(name.length);
    for (let round = 0; round < 6; round++) {
      const length = Math.floor(random.unit() * whole.length);
      const result = await decode(await write('cut', whole.subarray(0, length)));
      expect(result.frames).toBeLessThanOrEqual(truth.frames);
      if (result.error)
        expect(['input-not-video', 'input-empty', 'decode-failed', 'input-no-video-stream']).toContain(
          result.error.code,
        );
    }
  });

  it('a file with wrong bytes gives frames, or one clear error', async () => {
    const { file } = await sharedClip(extension, options);
    const whole = await readFile(file);
    const random = createRandom(name.length + 1);
    for (let round = 0; round < 6; round++) {
      const bytes = Uint8Array.from(whole);
      for (let i = 0; i < 30; i++)
        bytes[Math.floor(random.unit() * bytes.length)] = Math.floor(random.unit() * 256);
      const result = await decode(await write('wrong', bytes));
      expect(result.frames > 0 || result.error !== null).toBe(true);
    }
  });
});

describe('what damage is said of', () => {
  it('a stretch of zeros in the middle', async () => {
    const { file, truth } = await sharedClip('mp4', { bFrames: 2 });
    const bytes = await readFile(file);
    bytes.fill(0, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.5));
    const path = join(folder, 'zeros.mp4');
    await writeFile(path, bytes);
    const { frames, issues, error } = await decode(path);
    expect(error).toBeNull();
    expect(frames).toBeGreaterThan(truth.frames / 2);
    expect(issues.length).toBeGreaterThan(0);
  });

  it('what only the log of FFmpeg tells: exactly the frame that it is about is flagged', async () => {
    const { file } = await sharedClip('mov', { encoder: 'mjpeg', pixelFormat: 'yuvj420p' });
    const bytes = await readFile(file);
    // Behind the start of a scan: a picture whose header is wrong doesn't come at all.
    const scan = bytes.indexOf(Buffer.of(0xff, 0xda), bytes.length / 2);
    bytes.fill(0xff, scan + 100, scan + 300);
    const path = join(folder, 'wrong.mov');
    await writeFile(path, bytes);
    const [whole, wrong] = [await records(file), await records(path)];
    const changed = wrong.frames.filter(
      ({ ordinal, fingerprint }) => fingerprint !== whole.frames[ordinal]!.fingerprint,
    );
    expect(changed).toHaveLength(1);
    expect(wrong.frames.filter(frame => frame.corrupt)).toEqual(changed);
    expect(wrong.issues).toEqual([
      { ordinal: changed[0]!.ordinal, message: expect.stringMatching(/^FFmpeg says: /) },
    ]);
  });

  it('of one video only, where several are decoded at the same time', async () => {
    const { file } = await sharedClip('avi', { encoder: 'mpeg4' });
    const bytes = await readFile(file);
    for (let at = 20_000; at < bytes.length - 5000; at += 4000) bytes.fill(0, at, at + 100);
    const path = join(folder, 'wrong.avi');
    await writeFile(path, bytes);
    const alone = await records(path);
    const [sound, damaged] = await Promise.all([records(file), records(path)]);
    expect(sound.issues).toEqual([]);
    expect(damaged.issues.length).toBeGreaterThan(5);
    expect(damaged.frames.map(frame => frame.fingerprint)).toEqual(
      alone.frames.map(frame => frame.fingerprint),
    );
  });
});

/** Decodes a file to its end. */
async function records(path: string) {
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  await using video = await stage.run({ path, stream: null, decoder: null }, context);
  const frames = (await Array.fromAsync(video.frames(everyFrame))).map(({ record }) => record);
  return { frames, issues: video.issues };
}
