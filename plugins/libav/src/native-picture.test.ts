import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedFrame,
  frameLayout,
  type OpenVideo,
  parsePixelFormat,
  type StreamDescription,
  silentLogger,
} from '@framesieve/core';
import { planeSamples } from '@framesieve/decoder';
import { CountingAllocator } from '@framesieve/testkit';
import { type ClipOptions, drawTestPicture, readFrameNumber, sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libavDecoder } from './index.ts';

const { signal } = new AbortController();
const decoder = await libavDecoder.create({});

async function openFirst(path: string): Promise<{ stream: StreamDescription; frame: DecodedFrame }> {
  await using video: OpenVideo = await decoder.open(path, { signal, logger: silentLogger });
  const stream = video.streams[0]!;
  const frames = new CountingAllocator();
  const options = { stream: stream.index, frames, signal, report() {} };
  for await (const frame of video.framesAt([2], options)) return { stream, frame };
  for await (const frame of video.framesAt([0], options)) return { stream, frame };
  throw new Error('No frame came out.');
}

async function openClip(extension: string, options: ClipOptions) {
  const { file } = await sharedClip(extension, { frames: 3, ...options });
  return openFirst(file);
}

function frameNumber({ buffer, format }: DecodedFrame): number | null {
  const { pixelFormat, width, height } = format;
  const [plane] = frameLayout(pixelFormat, width, height).planes;
  const samples = planeSamples(buffer.bytes, plane!, pixelFormat);
  return readFrameNumber({ samples, width, height, bitDepth: pixelFormat.bitDepth });
}

describe('pictures from libav', () => {
  it.each([
    ['nv12', 'yuv420p'],
    ['rgb24', 'gbrp'],
    ['bgr0', 'gbrp'],
    ['gray10le', 'gray10le'],
    ['yuv410p', 'yuv410p'],
    ['yuva420p', 'yuva420p'],
    ['yuv422p12le', 'yuv422p12le'],
  ])('carry %s without loss as %s', async (native, travelling) => {
    const size = { width: 83, height: 61 };
    const { frame } = await openClip('nut', { encoder: 'rawvideo', pixelFormat: native, ...size });
    const format = parsePixelFormat(travelling)!;
    expect(frame.format.pixelFormat).toEqual(format);
    expect(Buffer.compare(frame.buffer.bytes, drawTestPicture({ format, ...size }, 2))).toBe(0);
  });

  it.each([
    ['yuv420p10be', 'yuv420p10le'],
    ['yuyv422', 'yuv422p'],
    ['rgb565le', 'gbrp'],
    ['rgb48be', 'gbrp16le'],
    ['rgba', 'gbrap'],
  ])('turn %s into %s', async (native, travelling) => {
    const { frame } = await openClip('nut', { encoder: 'rawvideo', pixelFormat: native });
    expect(frame.format.pixelFormat.name).toBe(travelling);
    expect(frameNumber(frame)).toBe(2);
  });

  it('name full-range formats by their range', async () => {
    const { stream, frame } = await openClip('mkv', { encoder: 'mjpeg', pixelFormat: 'yuvj420p' });
    expect(frame.format.pixelFormat.name).toBe('yuv420p');
    expect(frame.format.color.range).toBe('full');
    expect(stream.color.range).toBe('full');
  });

  it.each([
    [0, false],
    [90, false],
    [180, true],
    [270, false],
    [90, true],
  ] as const)('keep a rotation of %i, mirrored: %s, as a fact', async (rotation, mirrored) => {
    const { stream, frame } = await openClip('mp4', { rotation, mirrored });
    expect(frame.format).toMatchObject({ width: 160, height: 120, rotation, mirrored });
    expect(stream).toMatchObject({ width: 160, height: 120, rotation, mirrored });
    expect(frameNumber(frame)).toBe(2);
  });

  it('are refused with a reason where a pixel is less than a byte and nothing can unpack it', async () => {
    const opening = openClip('nut', { encoder: 'rawvideo', pixelFormat: 'bgr4' });
    await expect(opening).rejects.toMatchObject({
      code: 'decode-failed',
      message: expect.stringContaining('bgr4'),
    });
  });

  it('keep the pixel aspect and the colour tags', async () => {
    const pixelAspect = { numerator: 4, denominator: 3 };
    const color = {
      matrix: 'bt2020',
      range: 'limited',
      chromaLocation: 'topleft',
      transfer: 'smpte2084',
      primaries: 'bt2020',
    } as const;
    const { stream, frame } = await openClip('mkv', { pixelAspect, color });
    expect(frame.format).toMatchObject({ pixelAspect, color });
    expect(stream).toMatchObject({ pixelAspect });
    expect(stream.color.matrix).toBe('bt2020');
  });
});

describe('pictures with a palette', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'framesieve-palette-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('get the colours of their palette, exactly', async () => {
    const path = join(folder, 'palette.bmp');
    const colors = [
      [10, 20, 30],
      [40, 50, 60],
      [70, 80, 90],
      [255, 0, 128],
    ] as const;
    await writeFile(path, paletteBitmap(colors));
    const { frame } = await openFirst(path);
    expect(frame.format).toMatchObject({ width: 4, height: 2 });
    expect(frame.format.pixelFormat.model).toBe('rgb');
    const planes = [...frame.buffer.bytes.slice(0, 24)];
    const rows = [...colors, ...colors.toReversed()];
    expect(planes).toEqual([1, 2, 0].flatMap(channel => rows.map(color => color[channel]!)));
  });
});

/** A bitmap of 4 × 2 pixels: the four colours, and in the row below them in reverse. */
function paletteBitmap(colors: readonly (readonly [number, number, number])[]): Uint8Array {
  const header = 54 + 256 * 4;
  const bytes = new Uint8Array(header + 8);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, header, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, 4, true);
  view.setInt32(22, 2, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 8, true);
  for (const [i, [red, green, blue]] of colors.entries()) bytes.set([blue, green, red, 0], 54 + i * 4);
  // Rows lie from the bottom up.
  bytes.set([3, 2, 1, 0, 0, 1, 2, 3], header);
  return bytes;
}
