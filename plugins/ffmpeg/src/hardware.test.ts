import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DecodedFrame, type HardwareAcceleration, silentLogger } from '@framesieve/core';
import { CountingAllocator } from '@framesieve/testkit';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from './find-ffmpeg.ts';
import { hardwareStates, isFromHardware } from './hardware.ts';
import { ffmpegDecoder } from './index.ts';

const { binary } = await findFfmpeg(null);
const folder = mkdtempSync(join(tmpdir(), 'framesieve-hardware-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();

type Read = Pick<DecodedFrame, 'ordinal' | 'ptsTicks' | 'keyFrame'> & {
  readonly bytes: Buffer;
  readonly hardware: string;
};

async function decode(path: string, hwaccel: HardwareAcceleration, command?: string) {
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
  const decoder = await ffmpegDecoder.create(command === undefined ? {} : { path: command });
  await using video = await decoder.open(path, { signal, logger, hwaccel });
  const issues: unknown[] = [];
  const read = async (ordinals?: readonly number[]) => {
    const report = (issue: unknown) => issues.push(issue);
    const options = { stream: 0, frames: new CountingAllocator(), signal, report };
    const list: Read[] = [];
    for await (const frame of ordinals ? video.framesAt(ordinals, options) : video.frames(options)) {
      const { ordinal, ptsTicks, keyFrame, hardware = 'none' } = frame;
      list.push({ ordinal, ptsTicks, keyFrame, hardware, bytes: Buffer.from(frame.buffer.bytes) });
      frame.buffer.release();
    }
    expect(options.frames.inUse).toBe(0);
    return list;
  };
  return { frames: await read(), again: await read([2, 6]), warnings, issues };
}

const bare = (frames: readonly Read[]) => frames.map(({ hardware: _, ...frame }) => frame);

describe.skipIf(binary === null)('hwaccel', () => {
  let software: Awaited<ReturnType<typeof decode>> | undefined;

  it.each(['auto', 'cuda', 'vaapi', 'videotoolbox', 'd3d11va'] as const)(
    '%s gives every frame once, by hardware or in software',
    async name => {
      const { file, truth } = await sharedClip('mp4', { frames: 8, bFrames: 2 });
      const asked = await decode(file, name);
      software ??= await decode(file, 'off');
      expect(asked.frames).toHaveLength(truth.frames);
      expect(bare(asked.frames)).toEqual(bare(software.frames));
      expect(bare(asked.again)).toEqual(bare(software.again));
      expect(software.warnings).toEqual([]);
      const states = await hardwareStates(binary!);
      if (states.some(state => state.problem === null && (name === 'auto' || name === state.name))) return;
      expect(asked.warnings).toEqual([
        expect.stringMatching(/^No hardware decodes .* it is decoded in software\.$/),
      ]);
      expect(asked.frames.every(frame => frame.hardware === 'none')).toBe(true);
    },
  );
});

/** Raw frames in a file, in a pixel format that the frames of no codec or those of hardware have. */
async function rawFrames(name: string, pixelFormat: string, frames: number): Promise<string> {
  const file = join(folder, `${name}.nut`);
  const source = ['-f', 'lavfi', '-i', 'testsrc=s=64x48:r=8', '-frames:v', String(frames)];
  const output = ['-c:v', 'rawvideo', '-pix_fmt', pixelFormat, file];
  const scaling = ['-sws_flags', 'bitexact+accurate_rnd+full_chroma_int'];
  await promisify(execFile)(binary!.path, ['-v', 'error', '-nostdin', ...source, ...scaling, ...output]);
  return file;
}

/**
 * An ffmpeg that acts as if it had a GPU: asked to decode with it, it delivers other frames, and ends with this code.
 * There is no other way to see hardware fail where there is none.
 */
async function actor(name: string, delivered: string, exitCode: number): Promise<string> {
  const command = join(folder, name);
  const script = `#!/bin/sh
case "$*" in
  *-hwaccels*) echo cuda; exit 0 ;;
  *-init_hw_device*) exit 0 ;;
  *"-hwaccel cuda"*) ;;
  *) exec '${binary!.path}' "$@" ;;
esac
for argument do
  shift
  case $argument in
    -hwaccel | cuda) continue ;;
    file:*) argument='file:${delivered}' ;;
  esac
  set -- "$@" "$argument"
done
'${binary!.path}' "$@"
exit ${exitCode}
`;
  await writeFile(command, script, { mode: 0o755 });
  return command;
}

describe.skipIf(binary === null || process.platform === 'win32')('frames of hardware', () => {
  it('are known by their pixel format, and have the samples of those of software', async () => {
    const file = await rawFrames('software', 'yuv420p', 8);
    const command = await actor('gpu', await rawFrames('hardware', 'nv12', 8), 0);
    const [software, asked] = [await decode(file, 'off'), await decode(file, 'auto', command)];
    expect(asked.frames.map(frame => frame.hardware)).toEqual(Array(8).fill('cuda'));
    expect(asked.again.map(frame => frame.hardware)).toEqual(['cuda', 'cuda']);
    expect(bare(asked.frames)).toEqual(bare(software.frames));
    expect(bare(asked.again)).toEqual(bare(software.again));
    expect(asked.warnings).toEqual([]);
  });

  it('that end too soon are followed by those of software', async () => {
    const file = await rawFrames('whole', 'yuv420p', 8);
    const command = await actor('broken-gpu', await rawFrames('half', 'nv12', 5), 1);
    const [software, asked] = [await decode(file, 'off'), await decode(file, 'cuda', command)];
    expect(asked.frames.map(frame => frame.hardware)).toEqual([
      ...Array(5).fill('cuda'),
      'none',
      'none',
      'none',
    ]);
    expect(bare(asked.frames)).toEqual(bare(software.frames));
    expect(bare(asked.again)).toEqual(bare(software.again));
    expect(asked.warnings).toEqual([expect.stringContaining('it is decoded in software.')]);
    expect(asked.issues).toEqual([]);
  });
});

it.each([
  ['nv12', 'yuv420p', true],
  ['p010le', 'yuv420p10le', true],
  ['nv12', 'nv12', false],
  ['yuv420p', 'yuv420p', false],
  ['yuv420p10le', 'yuv420p', false],
])('a frame of %s in a stream of %s: from hardware %s', (delivered, stated, expected) => {
  expect(isFromHardware(delivered, stated)).toBe(expected);
});
