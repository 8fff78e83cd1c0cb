import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedFrame,
  type Logger,
  type OpenVideo,
  type PictureFormat,
  silentLogger,
  unknownColor,
} from '@framesieve/core';
import { inputAccess } from '@framesieve/decoder';
import { CountingAllocator } from '@framesieve/testkit';
import { sharedClip } from '@framesieve/testkit/clips';
import * as av from 'node-av/constants';
import { Frame, HardwareDeviceContext, HardwareFramesContext } from 'node-av/lib';
import { afterAll, describe, expect, it } from 'vitest';
import { openDemuxer } from './demuxer.ts';
import { download, Hardware, hardwareStates } from './hardware.ts';
import { LibavDecoder } from './libav-decoder.ts';
import { LibavVideo } from './libav-video.ts';
import { copyPicture, type TravelFormat } from './native-picture.ts';
import { describeStreams } from './stream-description.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-hardware-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();

function listening(): { readonly logger: Logger; readonly warnings: string[] } {
  const warnings: string[] = [];
  return { logger: { ...silentLogger, warn: message => warnings.push(message) }, warnings };
}

async function read(video: OpenVideo, ordinals?: readonly number[]) {
  const options = { stream: 0, frames: new CountingAllocator(), signal, report: () => {} };
  const frames: (Pick<DecodedFrame, 'ordinal' | 'ptsTicks' | 'hardware'> & { readonly bytes: Buffer })[] = [];
  const source = ordinals ? video.framesAt(ordinals, options) : video.frames(options);
  for await (const { ordinal, ptsTicks, hardware, buffer } of source) {
    frames.push({
      ordinal,
      ptsTicks,
      ...(hardware !== undefined && { hardware }),
      bytes: Buffer.from(buffer.bytes),
    });
    buffer.release();
  }
  expect(options.frames.inUse).toBe(0);
  return frames;
}

async function decode(path: string, hwaccel: 'off' | 'auto' | 'cuda' | 'vaapi' | 'videotoolbox' | 'd3d11va') {
  const { logger, warnings } = listening();
  await using video = await new LibavDecoder(2).open(path, { signal, logger, hwaccel });
  return { frames: await read(video), again: await read(video, [3, 7]), warnings };
}

/** Opens a file as the decoder would, with hardware of the test's own. */
async function openWith(hardware: Hardware, path: string, logger: Logger): Promise<LibavVideo> {
  const input = { path, access: await inputAccess(path, { signal }), logger, stallSeconds: undefined };
  const demuxer = await openDemuxer(input, signal);
  return new LibavVideo({ input, demuxer, streams: describeStreams(demuxer), threads: 2, hardware });
}

/** Hardware whose device is none. */
class RefusedHardware extends Hardware {
  override deviceFor() {
    return { name: 'cuda', context: {} as HardwareDeviceContext } as const;
  }
}

describe('hwaccel', () => {
  const works = hardwareStates()
    .filter(state => state.problem === null)
    .map(state => state.name);

  it.each(['auto', 'cuda', 'vaapi', 'videotoolbox', 'd3d11va'] as const)(
    '%s gives every frame once, by hardware or in software',
    async name => {
      const { file, truth } = await sharedClip('mp4', { frames: 12, bFrames: 2 });
      const [software, asked] = [await decode(file, 'off'), await decode(file, name)];
      const without = ({ ordinal, ptsTicks, bytes }: (typeof asked.frames)[number]) => [
        ordinal,
        ptsTicks,
        bytes,
      ];
      expect(asked.frames).toHaveLength(truth.frames);
      expect(asked.frames.map(without)).toEqual(software.frames.map(without));
      expect(asked.again.map(without)).toEqual(software.again.map(without));
      expect(software.warnings).toEqual([]);
      if (works.some(working => name === 'auto' || name === working)) return;
      expect(asked.warnings).toEqual([
        expect.stringMatching(
          /^No hardware decodes this video \(.*(?:could be opened|does not know it).*in software\.$/,
        ),
      ]);
      expect(asked.frames.every(frame => frame.hardware === undefined)).toBe(true);
    },
  );

  it('says of each kind whether it works, and why not', () => {
    const states = hardwareStates();
    expect(states.map(state => state.name)).toEqual(['videotoolbox', 'cuda', 'd3d11va', 'vaapi']);
    for (const { known, problem } of states) if (!known) expect(problem).toContain('does not know it');
  });
});

// A device that needs no special hardware, where there is one.
const device = new HardwareDeviceContext();
const opened = device.create(av.AV_HWDEVICE_TYPE_VULKAN, null, null) >= 0;
afterAll(() => device.free());

/** Hardware under another name, whose device opens but is of no use to MPEG-2: FFmpeg hands out frames of its own. */
class OtherHardware extends Hardware {
  #given = true;

  override deviceFor() {
    return this.#given ? ({ name: 'cuda', context: device } as const) : null;
  }

  override giveUp(reason: string): void {
    this.#given = false;
    super.giveUp(reason);
  }
}

it('a device that the decoder refuses leaves the video to software', async () => {
  const { file } = await sharedClip('mp4', { frames: 6 });
  const software = await decode(file, 'off');
  const { logger, warnings } = listening();
  await using video = await openWith(new RefusedHardware('cuda', logger), file, logger);
  expect(await read(video)).toEqual(software.frames);
  expect(warnings).toEqual([
    expect.stringMatching(/^No hardware decodes this video \(cuda: .*in software\.$/),
  ]);
});

describe.skipIf(!opened)('a device', () => {
  it.each([
    ['nv12', av.AV_PIX_FMT_NV12, 'yuv420p'],
    ['p010le', av.AV_PIX_FMT_P010LE, 'yuv420p10le'],
  ] as const)('gives back a frame of %s with every sample', async (_, format, travels) => {
    const size = { width: 64, height: 48 };
    const source = new Frame();
    source.alloc();
    Object.assign(source, { ...size, format });
    expect(source.getBuffer()).toBe(0);
    // 10-bit samples are in the upper bits of 16.
    const bytes = format === av.AV_PIX_FMT_NV12 ? 1 : 2;
    for (const plane of source.data!) {
      for (let i = 0; i + bytes <= plane.length; i += bytes)
        plane.writeUIntLE(bytes === 1 ? i % 251 : (i % 1021) * 64, i, bytes);
    }
    const pool = new HardwareFramesContext();
    pool.alloc(device);
    Object.assign(pool, { ...size, format: av.AV_PIX_FMT_VULKAN, swFormat: format });
    expect(pool.init()).toBe(0);
    const inside = new Frame();
    inside.alloc();
    expect(pool.getBuffer(inside, 0)).toBe(0);
    expect(await source.hwframeTransferData(inside)).toBe(0);
    inside.pts = 1234n;

    const fetched = await download(inside);
    const frames = new CountingAllocator();
    const picture = ({ pixelFormat }: TravelFormat): PictureFormat => ({
      ...{ ...size, pixelFormat, color: unknownColor, rotation: 0, mirrored: false, scan: 'progressive' },
      pixelAspect: { numerator: 1, denominator: 1 },
    });
    const copy = async (frame: Frame) => {
      const { format: copied, buffer } = await copyPicture(frame, picture, frames, signal);
      return { name: copied.pixelFormat.name, bytes: Buffer.from(buffer.bytes) };
    };
    expect(fetched.pts).toBe(1234n);
    expect(await copy(fetched)).toEqual(await copy(source));
    expect((await copy(fetched)).name).toBe(travels);
    expect(await download(source)).toBe(source);
    for (const frame of [source, inside, fetched]) frame.free();
    pool.free();
  });

  it('that fails in the middle is followed by software, from the same frame on', async () => {
    const { file } = await sharedClip('ts', { frames: 24, bFrames: 2, encoder: 'mpeg2video' });
    const bytes = await readFile(file);
    bytes.fill(0x55, bytes.length / 2, bytes.length / 2 + 400);
    const damaged = join(folder, 'damaged.ts');
    await writeFile(damaged, bytes);
    const software = await decode(damaged, 'off');
    const { logger, warnings } = listening();
    await using video = await openWith(new OtherHardware('cuda', logger), damaged, logger);
    expect(await read(video)).toEqual(software.frames);
    expect(warnings).toEqual([
      expect.stringMatching(/\(cuda met damage at frame [1-9]\d*\); it is decoded in software\.$/),
    ]);
  });
});
