import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frameLayout, parsePixelFormat } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { type ClipOptions, drawTestPicture, makeClip, readFrameNumber, sharedClip } from './index.ts';
import { type ReadBackFrame, readBack } from './read-back.ts';

const irregular = Array.from({ length: 24 }, (_, i) => i * 40 + (i % 3) * 7 + (i > 10 ? 500 : 0));

const clips: readonly [string, string, ClipOptions][] = [
  ['H.264 with B-frames in MP4', 'mp4', { bFrames: 2 }],
  [
    'H.264 that starts late in MP4',
    'mp4',
    { bFrames: 3, ptsTicks: Array.from({ length: 30 }, (_, i) => i + 9) },
  ],
  [
    'open-GOP H.265 in MP4',
    'mp4',
    { encoder: 'libx265', bFrames: 3, encoderOptions: { 'x265-params': 'log-level=error:open-gop=1' } },
  ],
  [
    'H.264 of irregular times in Matroska',
    'mkv',
    { bFrames: 2, frames: 24, timeBase: { numerator: 1, denominator: 1000 }, ptsTicks: irregular },
  ],
  [
    'H.264 of irregular times in MP4',
    'mp4',
    { bFrames: 2, frames: 24, timeBase: { numerator: 1, denominator: 1000 }, ptsTicks: irregular },
  ],
  ['H.264 in MPEG-TS', 'ts', { bFrames: 2 }],
  ['MPEG-2 in an MPEG program stream', 'mpg', { encoder: 'mpeg2video', bFrames: 2 }],
  ['MPEG-4 in AVI', 'avi', { encoder: 'mpeg4' }],
  ['VP8 in WebM', 'webm', { encoder: 'libvpx' }],
  ['VP9 in WebM', 'webm', { encoder: 'libvpx-vp9' }],
  ['AV1 in MP4', 'mp4', { encoder: 'libsvtav1' }],
  ['gray', 'mkv', { encoder: 'ffv1', pixelFormat: 'gray' }],
  ['4:4:4', 'mp4', { pixelFormat: 'yuv444p' }],
  ['full range', 'mkv', { encoder: 'mjpeg', pixelFormat: 'yuvj420p', color: { range: 'full' } }],
  ['ten bits', 'mkv', { encoder: 'ffv1', pixelFormat: 'yuv420p10le' }],
  ['an odd size', 'mkv', { encoder: 'ffv1', width: 101, height: 75 }],
  ['a small odd size', 'mp4', { pixelFormat: 'yuv444p', width: 33, height: 21 }],
  ['one frame', 'mp4', { frames: 1 }],
  ['two frames', 'mp4', { frames: 2, bFrames: 2 }],
];

function numberOf(frame: ReadBackFrame): number | null {
  const deep = frame.pixelFormat.endsWith('le');
  const luma = frame.planes[0]!;
  const samples = deep ? new Uint16Array(luma.buffer, 0, luma.length >> 1) : luma;
  return readFrameNumber({
    samples,
    width: frame.width,
    height: frame.height,
    stride: deep ? frame.strides[0]! >> 1 : frame.strides[0]!,
    bitDepth: parsePixelFormat(frame.pixelFormat.replace('yuvj', 'yuv'))!.bitDepth,
  });
}

describe('a generated clip decodes to its truth', () => {
  it.each(clips)('%s', async (_, extension, options) => {
    const { file, truth } = await sharedClip(extension, options);
    const frames: ReadBackFrame[] = [];
    for await (const frame of readBack(file)) frames.push(frame);
    expect(frames.map(numberOf)).toEqual(frames.map((_, ordinal) => ordinal));
    expect(frames.length).toBe(truth.frames);
    if (truth.ptsTicks) expect(frames.map(frame => frame.ptsTicks)).toEqual(truth.ptsTicks);
    expect(frames.flatMap((frame, ordinal) => (frame.keyFrame ? [ordinal] : []))).toEqual(truth.keyFrames);
    expect(frames[0]).toMatchObject({
      width: truth.width,
      height: truth.height,
      pixelFormat: truth.pixelFormat,
    });
  });
});

describe('a lossless clip keeps every sample of the pictures that were drawn', () => {
  it.each(['gray', 'gray10le', 'yuv420p', 'yuv422p10le', 'yuv444p12le', 'yuva420p', 'gbrp10le'])(
    '%s',
    async pixelFormat => {
      const [width, height] = [101, 75];
      const { file } = await sharedClip('mkv', { encoder: 'ffv1', pixelFormat, width, height, frames: 3 });
      const format = parsePixelFormat(pixelFormat)!;
      const { planes } = frameLayout(format, width, height);
      let ordinal = 0;
      for await (const frame of readBack(file)) {
        const drawn = drawTestPicture({ format, width, height }, ordinal++);
        for (const [index, { offset, stride, height: rows }] of planes.entries()) {
          for (let y = 0; y < rows; y++) {
            const at = y * frame.strides[index]!;
            const decoded = frame.planes[index]!.subarray(at, at + stride);
            expect(decoded).toEqual(drawn.subarray(offset + y * stride, offset + (y + 1) * stride));
          }
        }
      }
      expect(ordinal).toBe(3);
    },
  );
});

it.each([
  ['nv12', 'mkv', 'rawvideo'],
  ['rgb24', 'mov', 'png'],
  ['bgr0', 'mkv', 'ffv1'],
  ['yuyv422', 'avi', 'rawvideo'],
])('makes clips of the packed format %s', async (pixelFormat, extension, encoder) => {
  const { file } = await sharedClip(extension, { encoder, pixelFormat, frames: 3 });
  for await (const frame of readBack(file)) expect(frame.pixelFormat).toBe(pixelFormat);
});

describe('refuses', () => {
  it.each<[string, ClipOptions]>([
    ['no encoder nonsense', { encoder: 'nonsense' }],
    ['Expected 30 timestamps', { ptsTicks: [0, 1] }],
    ['too small to carry its number', { width: 16, height: 16 }],
    ['not one that clips know', { color: { transfer: 'nonsense' } }],
  ])('%s', async (message, options) => {
    const folder = await mkdtemp(join(tmpdir(), 'framesieve-clips-'));
    try {
      await expect(makeClip(join(folder, 'x.mp4'), options)).rejects.toThrow(message);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
