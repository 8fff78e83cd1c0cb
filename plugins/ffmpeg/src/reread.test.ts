import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FrameIndex, type ReadOptions, silentLogger } from '@framesieve/core';
import { CountingAllocator } from '@framesieve/testkit';
import { type ClipOptions, sharedClip } from '@framesieve/testkit/clips';
import { afterAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from './find-ffmpeg.ts';
import { ffmpegDecoder } from './index.ts';

const { binary } = await findFfmpeg(null);
const reason = binary ? `FFmpeg ${binary.version}` : 'skipped: there is no ffmpeg command';
const folder = mkdtempSync(join(tmpdir(), 'framesieve-ffmpeg-reread-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface SeenFrame {
  readonly ordinal: number;
  readonly ptsTicks: number | null;
  readonly keyFrame: boolean;
  readonly samples: string;
}

/** Reads a file by a command, and takes down what is said of that. */
async function read(
  path: string,
  ordinals: readonly number[] | null,
  how: Pick<ReadOptions, 'index' | 'linear'> = {},
  command: string | null = null,
) {
  const decoder = await ffmpegDecoder.create(command === null ? {} : { path: command });
  const log: string[] = [];
  const logger = { ...silentLogger, debug: (message: string) => log.push(message) };
  const { signal } = new AbortController();
  await using video = await decoder.open(path, { signal, logger });
  const frames = new CountingAllocator();
  const options = { stream: video.streams[0]!.index, frames, signal, report() {}, ...how };
  const seen: SeenFrame[] = [];
  for await (const frame of ordinals ? video.framesAt(ordinals, options) : video.frames(options)) {
    const { ordinal, ptsTicks, keyFrame, buffer } = frame;
    seen.push({
      ordinal,
      ptsTicks,
      keyFrame,
      samples: createHash('sha256').update(buffer.bytes).digest('hex'),
    });
    buffer.release();
  }
  expect(frames.inUse).toBe(0);
  return { seen, log: log.join('\n') };
}

function indexOf(frames: readonly SeenFrame[]): FrameIndex {
  return {
    ptsTicks: Float64Array.from(frames, ({ ptsTicks }, ordinal) => ptsTicks ?? ordinal),
    keyFrames: Uint8Array.from(frames, ({ keyFrame }) => Number(keyFrame)),
  };
}

const long = { frames: 240, gop: 20 };
/** Of these, it pays to seek. */
const large = { ...long, width: 640, height: 480 };
/** Of these, it doesn't; but one is more than a pipe holds. */
const small = { ...long, width: 320, height: 240 };
const x264 = (options: string) => ({ bFrames: 3, encoderOptions: { 'x264-params': options } });
const made: readonly (readonly [string, string, ClipOptions])[] = [
  ['H.264 in MP4', 'mp4', x264('scenecut=0')],
  ['H.264 with open groups in MPEG-TS', 'ts', x264('open-gop=1:scenecut=0')],
  ['MPEG-2 in MPEG-TS', 'ts', { encoder: 'mpeg2video', bFrames: 2 }],
  ['MPEG-4 in AVI', 'avi', { encoder: 'mpeg4', bFrames: 2 }],
  ['VP9', 'webm', { encoder: 'libvpx-vp9' }],
];

interface WholeClip {
  readonly file: string;
  readonly all: readonly SeenFrame[];
}
const wholeClips = new Map<string, Promise<WholeClip>>();

/** A clip and all its frames, read once for all tests that compare with them. */
function wholeClip(extension: string, options: ClipOptions): Promise<WholeClip> {
  const key = JSON.stringify([extension, options]);
  const whole =
    wholeClips.get(key) ??
    sharedClip(extension, options).then(async ({ file }) => ({ file, all: (await read(file, null)).seen }));
  wholeClips.set(key, whole);
  return whole;
}

describe.skipIf(binary === null)(`frames that the ffmpeg command reads again (${reason})`, () => {
  it.each(made)('are exact behind a seek: %s', async (_name, extension, options) => {
    const { file, all } = await wholeClip(extension, { ...large, ...options });
    const index = indexOf(all);
    for (const ordinals of [[236], [222, 223, 236], [10, 171, 185, 236]]) {
      const { seen, log } = await read(file, ordinals, { index });
      expect(seen).toEqual(ordinals.map(ordinal => all[ordinal]));
      expect(log).toMatch(/by 1 seek, at most/);
      expect(log).not.toContain('are read from the start');
      expect(Number(/Read again: (\d+) frames/.exec(log)?.[1])).toBeLessThan(160);
    }
    expect((await read(file, [3, 171, 300], { index })).seen).toEqual([all[3], all[171]]);
  });

  it('are exact where the index is of another video', async () => {
    const { file, all } = await wholeClip('mp4', { ...large, ...x264('scenecut=0') });
    const { ptsTicks, keyFrames } = indexOf(all);
    const oneLess = Float64Array.from([...ptsTicks.slice(0, 171), ...ptsTicks.slice(172), 1e9]);
    for (const wrong of [
      ptsTicks.map(pts => pts + 1),
      ptsTicks.map(() => 0),
      ptsTicks.toReversed(),
      oneLess,
    ]) {
      const { seen } = await read(file, [5, 175], { index: { ptsTicks: wrong, keyFrames } });
      expect(seen).toEqual([all[5], all[175]]);
    }
  });
});

describe.skipIf(binary === null || process.platform === 'win32')(`an ffmpeg that fails (${reason})`, () => {
  const clip = (size: ClipOptions) => wholeClip('mp4', { ...size, ...x264('scenecut=0') });
  const wanted = [4, 50, 171, 185, 238];

  /** A command that does something else than ffmpeg in the first decodes of a kind. */
  async function wrapper(name: string, instead: string, { kind = '*select=*', count = 1 } = {}) {
    const path = join(folder, name);
    const calls = `${path}.calls`;
    const script = `#!/bin/sh
ffmpeg='${binary!.path}'
case "$*" in ${kind}) ;; *) exec "$ffmpeg" "$@" ;; esac
echo x >> '${calls}'
n=$(wc -l < '${calls}')
if [ "$n" -le ${count} ]; then
${instead}
fi
exec "$ffmpeg" "$@"
`;
    await writeFile(path, script);
    await chmod(path, 0o755);
    return {
      path,
      calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n').length : 0),
    };
  }

  const frameBytes = (small.width * small.height * 3) / 2;
  const killedAfter = (bytes: number) => `"$ffmpeg" "$@" | head -c ${bytes}\nkill -KILL $$`;
  const replacing = (from: string, to: string) => `i=$#
while [ "$i" -gt 0 ]; do
  argument=$(printf '%s' "$1" | sed 's/${from}/${to}/g')
  shift
  set -- "$@" "$argument"
  i=$((i - 1))
done`;

  it.each([
    ['is killed before the first frame', killedAfter(0)],
    ['is killed within a frame', killedAfter(1.5 * frameBytes)],
    ['is killed between two frames', killedAfter(2 * frameBytes)],
    ['puts out one frame too few', replacing('eq(n,171)', '0')],
    ['puts out another frame', replacing('eq(n,171)', 'eq(n,172)')],
    ['puts out one frame too many', replacing('eq(n,171)', 'eq(n,170)+eq(n,171)')],
    ['ends at once, as if the stream did', 'exit 0'],
    ['fails at once', 'echo "[error] out of order" >&2; exit 1'],
  ])('gives the right frames all the same where it %s', async (name, instead) => {
    const { file, all } = await clip(small);
    const { path, calls } = await wrapper(name.replaceAll(' ', '-'), instead);
    const { seen, log } = await read(file, wanted, {}, path);
    expect(seen).toEqual(wanted.map(ordinal => all[ordinal]));
    expect(log).toMatch(/Frame \d+ and those behind it are read from the start\./);
    expect(calls()).toBe(1);
  });

  it('gives the right frames where a seek leads elsewhere', async () => {
    const { file, all } = await clip(large);
    const index = indexOf(all);
    for (const [seconds, isRight] of [
      ['1', true],
      ['6.2', true],
      ['7.3', false],
    ] as const) {
      const elsewhere = replacing('^[0-9]*[.][0-9]\\{6\\}$', seconds);
      const { path, calls } = await wrapper(`elsewhere-${seconds}`, elsewhere);
      const { seen, log } = await read(file, [185, 238], { index }, path);
      expect(log).toMatch(/by 1 seek/);
      expect(seen).toEqual([all[185], all[238]]);
      expect(log.includes('are read from the start'), log).toBe(!isRight);
      expect(calls()).toBe(1);
    }
  });

  it('is an error where it fails again, and no frame is wrong', async () => {
    const { file } = await clip(small);
    const { path } = await wrapper('always', killedAfter(1.5 * frameBytes), {
      kind: '*showinfo*pipe:1*',
      count: 100,
    });
    await expect(read(file, wanted, {}, path)).rejects.toMatchObject({
      code: 'decode-failed',
      message: expect.stringContaining('SIGKILL'),
    });
  });
});
