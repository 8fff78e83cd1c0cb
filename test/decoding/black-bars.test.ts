import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedVideo,
  type DecoderFactory,
  everyFrame,
  frameLayout,
  parsePixelFormat,
  type Rectangle,
  type StageContext,
  silentLogger,
} from '@framesieve/core';
import { createDecodeStage, FramePool, frameToRgb } from '@framesieve/decoder';
import { readManifest } from '@framesieve/exporter';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { encodeSamples, type SampleEncoding } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { sieve } from 'framesieve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { available } = await ffmpegDecoder.availability();
const decoders: readonly DecoderFactory[] = available ? [libavDecoder, ffmpegDecoder] : [libavDecoder];
const size = { width: 192, height: 144 };
const area: Rectangle = { x: 16, y: 24, width: 160, height: 100 };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve bars '));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A lively picture inside of black bars, encoded as a video of two frames. */
async function encodeBars(name: string, encoding: Partial<SampleEncoding> = {}): Promise<string> {
  const { pixelFormat = 'yuv420p' } = encoding;
  const format = parsePixelFormat(pixelFormat)!;
  const layout = frameLayout(format, size.width, size.height);
  const bytes = new Uint8Array(layout.byteLength);
  const samples = format.bytesPerSample === 1 ? bytes : new Uint16Array(bytes.buffer);
  const unit = 2 ** (format.bitDepth - 8);
  for (const [index, plane] of layout.planes.entries()) {
    const scale = size.width / plane.width;
    for (let i = 0; i < plane.width * plane.height; i++) {
      const x = (i % plane.width) * scale - area.x;
      const y = Math.floor(i / plane.width) * scale - area.y;
      const inside = x >= 0 && y >= 0 && x < area.width && y < area.height;
      const shown = index === 0 ? 60 + (((x >> 3) * 23 + (y >> 3) * 41) % 160) : 100 + 20 * index;
      const code = inside ? shown : index === 0 ? 16 : 128;
      samples[plane.offset / format.bytesPerSample + i] = code * unit;
    }
  }
  const file = join(folder, name);
  await encodeSamples(file, bytes, { frames: 2, ...encoding, pixelFormat, ...size });
  return file;
}

function open(path: string, decoder: DecoderFactory, crop: 'auto' | 'none' | Rectangle = 'auto') {
  const signal = new AbortController().signal;
  const context: StageContext = { signal, logger: silentLogger, frames: new FramePool() };
  const request = { path, stream: null, decoder: null, pixels: { crop } };
  return createDecodeStage({ decoders: [decoder] }).run(request, context);
}

async function firstRgb(video: DecodedVideo) {
  for await (const frame of video.frames(everyFrame))
    return { active: frameToRgb(frame), whole: frameToRgb(frame, { area: 'whole' }) };
  throw new Error('There is no frame.');
}

describe.each(decoders)('Black bars, through $id', decoder => {
  it.each([
    ['h264.mp4', {}],
    ['turned.mp4', { rotation: 90 }],
    ['deep.mkv', { encoder: 'ffv1', pixelFormat: 'yuv422p10le' }],
  ] as const)('are left out of what is scored: %s', async (name, encoding) => {
    await using video = await open(await encodeBars(`${decoder.id}-${name}`, encoding), decoder);
    const { crop } = video.description;
    expect(crop).not.toBeNull();
    const { x, y, width, height } = crop!;
    // Compression may keep a block of a bar, and never takes any of the picture.
    for (const [found, edge] of [
      [x, area.x],
      [y, area.y],
      [size.width - x - width, size.width - area.x - area.width],
      [size.height - y - height, size.height - area.y - area.height],
    ] as const) {
      expect(found).toBeLessThanOrEqual(edge);
      expect(found).toBeGreaterThanOrEqual(edge - 4);
    }
    const { active, whole } = await firstRgb(video);
    const turned = 'rotation' in encoding;
    expect([active.width, active.height]).toEqual(turned ? [height, width] : [width, height]);
    expect([whole.width, whole.height]).toEqual(turned ? [144, 192] : [192, 144]);
  });

  it('are not looked for in a single picture, whose dark edge may be what it shows', async () => {
    await using video = await open(
      await encodeBars(`${decoder.id}-one.mkv`, { frames: 1, encoder: 'ffv1' }),
      decoder,
    );
    expect(video.description.crop).toBeNull();
  });

  it('are kept when asked to, and what is given is taken', async () => {
    const file = await encodeBars(`${decoder.id}-asked.mp4`);
    await using kept = await open(file, decoder, 'none');
    expect(kept.description.crop).toBeNull();
    const part = { x: 10, y: 6, width: 50, height: 40 };
    await using given = await open(file, decoder, part);
    expect(given.description.crop).toEqual(part);
    const { active } = await firstRgb(given);
    expect(active).toMatchObject({ width: 50, height: 40 });
  });
});

it.each([
  [false, size],
  [true, area],
])('are in stills or not, as asked: export.crop %s', async (crop, { width, height }) => {
  const file = await encodeBars(`stills-${crop}.mkv`, { encoder: 'ffv1' });
  const { videos } = await sieve({
    inputs: [file],
    cwd: folder,
    config: { select: { top: 1, coverage: 0 }, export: { crop }, db: join(folder, `${crop}.db`) },
  });
  expect(videos[0]).toMatchObject({ status: 'ok', crop: area });
  const manifest = await readManifest(join(folder, videos[0]!.picks![0]!.file!, '..'), false);
  expect(manifest!.stills[0]).toMatchObject({ width, height, verified: 'exact', toneMap: null });
  expect(manifest!.decode).toMatchObject({ crop: area, pixelPipeline: 'none' });
  expect(manifest!.output.crop).toBe(crop);
});

describe.skipIf(sharedClips().length === 0)('Real clips without bars', () => {
  it.each(sharedClips())('keep all of the picture: $name', async ({ path }) => {
    await using video = await open(path, libavDecoder);
    expect(video.description.crop).toBeNull();
  });
});
