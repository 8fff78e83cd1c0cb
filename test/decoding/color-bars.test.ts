import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColorDescription, parsePixelFormat } from '@framesieve/core';
import { frameToRgb } from '@framesieve/decoder';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { libavDecoder } from '@framesieve/plugin-libav';
import { encodeSamples, losslessOptions } from '@framesieve/testkit/clips';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BarCoding, type BarColor, barAt, barColors, drawBars } from '../lib/color-bars.ts';
import { decodeWith, frameOf } from '../lib/decode-with.ts';
import { runForDocument } from '../lib/documents.ts';
import { lumaPlugin } from '../lib/luma-plugin.ts';

const found = await ffmpegDecoder.availability();
const title = found.available ? `libav and ffmpeg ${found.version}` : 'libav; there is no ffmpeg command';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-bars-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const unknown = { matrix: 'unknown', range: 'unknown' } as const;

interface BarClip {
  readonly extension: string;
  readonly encoder: string;
  readonly pixelFormat: string;
  readonly matrix: BarCoding['matrix'];
  readonly range: BarCoding['range'];
  /** What the stream says; by default the truth. */
  readonly tags?: Partial<ColorDescription>;
  readonly width?: number;
  readonly height?: number;
  readonly encoderOptions?: Readonly<Record<string, string>>;
}

async function makeBars(name: string, clip: BarClip): Promise<string> {
  const { extension, encoder, pixelFormat, matrix, range, tags = {}, width = 512, height = 32 } = clip;
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.${extension}`);
  const coding = { pixelFormat: parsePixelFormat(pixelFormat.replace('yuvj', 'yuv'))!, matrix, range };
  await encodeSamples(file, drawBars(width, height, coding), {
    ...{ encoder, pixelFormat, width, height },
    color: { matrix, range, ...tags },
    encoderOptions: clip.encoderOptions ?? losslessOptions[encoder] ?? {},
  });
  return file;
}

/** Largest distance of a bar from its colour, in levels of 255. Between bars chroma is interpolated: that is left out. */
function worstError(
  {
    width,
    height,
    data,
  }: { readonly width: number; readonly height: number; readonly data: ArrayLike<number> },
  maximum: number,
  shown: (color: BarColor) => BarColor = color => color,
): number {
  const bar = width / barColors.length;
  const colors = barColors.map(shown);
  let worst = 0;
  for (let at = 0; at < width * height * 3; at++) {
    const x = Math.floor(at / 3) % width;
    if (x % bar < bar / 4 || x % bar >= (bar * 3) / 4) continue;
    const level = colors[barAt(x, width)]![at % 3]!;
    worst = Math.max(worst, Math.abs((data[at]! * 255) / maximum - 255 * level));
  }
  return worst;
}

/** RGB of the one frame, held against the truth through both backends, which have to agree to one level. */
async function checkBars(file: string, shown?: (color: BarColor) => BarColor): Promise<void> {
  const videos = [await decodeWith(libavDecoder, file)];
  if (found.available) videos.push(await decodeWith(ffmpegDecoder, file));
  const pictures = videos.map(({ frames }) => {
    expect(frames).toHaveLength(1);
    const frame = frameOf(frames[0]!);
    // Rounding to code values moves a colour by less than 1.6 levels, rounding to 8 bits by half a level.
    expect(worstError(frameToRgb(frame), 255, shown)).toBeLessThanOrEqual(2);
    expect(worstError(frameToRgb(frame, { bitDepth: 16 }), 65_535, shown)).toBeLessThanOrEqual(2);
    return frameToRgb(frame).data;
  });
  const [ours, theirs = ours!] = pictures;
  let apart = 0;
  for (let at = 0; at < ours!.length; at++) apart = Math.max(apart, Math.abs(ours![at]! - theirs[at]!));
  expect(apart).toBeLessThanOrEqual(1);
}

const codings = (['limited', 'full'] as const).flatMap(range =>
  (['bt601', 'bt709', 'bt2020'] as const).flatMap(matrix =>
    (['', '10le'] as const).map(depth => ({ range, matrix, depth })),
  ),
);

// H.264 states the tags itself, FFV1 leaves them to the container.
const everywhere = codings.map(({ range, matrix, depth }, i): BarClip => {
  const inCodec = (i >> 1) % 2 === i % 2;
  const format = inCodec
    ? ({ extension: 'mp4', encoder: 'libx264' } as const)
    : ({ extension: 'mkv', encoder: 'ffv1' } as const);
  return { ...format, pixelFormat: `yuv${i % 3 === 0 ? 444 : 420}p${depth}`, matrix, range };
});

const elsewhere: readonly BarClip[] = [
  { extension: 'mkv', encoder: 'libx265', pixelFormat: 'yuv420p10le', matrix: 'bt2020', range: 'limited' },
  { extension: 'mp4', encoder: 'libx265', pixelFormat: 'yuv422p', matrix: 'bt709', range: 'full' },
  { extension: 'mkv', encoder: 'libx265', pixelFormat: 'yuv444p12le', matrix: 'bt709', range: 'limited' },
  { extension: 'webm', encoder: 'libvpx-vp9', pixelFormat: 'yuv420p', matrix: 'bt709', range: 'limited' },
  { extension: 'webm', encoder: 'libvpx-vp9', pixelFormat: 'yuv422p10le', matrix: 'bt2020', range: 'full' },
  { extension: 'mov', encoder: 'prores_ks', pixelFormat: 'yuv422p10le', matrix: 'bt601', range: 'limited' },
  { extension: 'mov', encoder: 'prores_ks', pixelFormat: 'yuv422p10le', matrix: 'bt709', range: 'limited' },
  { extension: 'mov', encoder: 'prores_ks', pixelFormat: 'yuv422p10le', matrix: 'bt2020', range: 'limited' },
  { extension: 'mp4', encoder: 'libx264', pixelFormat: 'yuv444p', matrix: 'ycgco', range: 'limited' },
  { extension: 'mkv', encoder: 'libx265', pixelFormat: 'gbrp', matrix: 'rgb', range: 'full' },
  { extension: 'mkv', encoder: 'libx265', pixelFormat: 'gbrp10le', matrix: 'rgb', range: 'limited' },
  { extension: 'mp4', encoder: 'libx264', pixelFormat: 'yuvj420p', matrix: 'bt709', range: 'full' },
];

const jpeg = {
  ...{
    extension: 'avi',
    encoder: 'mjpeg',
    pixelFormat: 'yuvj444p',
    encoderOptions: { flags: '+qscale', global_quality: '118' },
  },
  ...{ matrix: 'bt601', range: 'full', tags: unknown },
} as const satisfies BarClip;

describe(`Colour bars as H.273 has them, through ${title}`, () => {
  it.each([...everywhere, ...elsewhere])(
    'tagged $matrix, $range: $encoder, $pixelFormat, $extension',
    async clip => {
      await checkBars(
        await makeBars(`${clip.encoder} ${clip.pixelFormat} ${clip.matrix} ${clip.range}`, clip),
      );
    },
  );

  const untagged = { extension: 'mkv', encoder: 'ffv1', pixelFormat: 'yuv420p', tags: unknown } as const;

  it.each<readonly [string, BarClip]>([
    ['wide pictures', { ...untagged, matrix: 'bt709', range: 'limited', width: 1280, height: 32 }],
    ['high pictures', { ...untagged, matrix: 'bt709', range: 'limited', width: 256, height: 720 }],
    ['small pictures', { ...untagged, matrix: 'bt601', range: 'limited', width: 1024, height: 64 }],
    ['small pictures in H.264', { ...untagged, encoder: 'libx264', matrix: 'bt601', range: 'limited' }],
    [
      'large pictures in H.264',
      { ...untagged, encoder: 'libx264', matrix: 'bt709', range: 'limited', width: 1280, height: 720 },
    ],
    ['JPEG', jpeg],
    ['large JPEG', { ...jpeg, width: 1280, height: 720 }],
    ['RGB', { ...untagged, pixelFormat: 'gbrp10le', matrix: 'rgb', range: 'full' }],
  ])('untagged %s are taken as what they usually are', async (name, clip) => {
    await checkBars(await makeBars(`untagged ${name}`, clip));
  });

  it('the tags are believed: limited samples that are tagged as full stay grey and pale', async () => {
    const lie: BarClip = {
      ...untagged,
      encoder: 'libx264',
      matrix: 'bt709',
      range: 'limited',
      tags: { range: 'full' },
    };
    // Luma keeps the 219 of 255 levels that it was given, chroma its 224.
    const pale = ([red, green, blue]: BarColor): BarColor => {
      const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      const level = (component: number) => (16 + 219 * luma + 224 * (component - luma)) / 255;
      return [level(red), level(green), level(blue)];
    };
    const file = await makeBars('lie', lie);
    const greys = await decodeWith(libavDecoder, file);
    expect(greys.frames[0]!.format.color).toMatchObject({ matrix: 'bt709', range: 'full' });
    await checkBars(file, pale);
  });
});

describe('Colour bars in exported stills', () => {
  it('have the colours of the truth, 8 bits and 16', async () => {
    const files = await Promise.all([
      makeBars('still eight', {
        ...{
          extension: 'mp4',
          encoder: 'libx264',
          pixelFormat: 'yuv420p',
          matrix: 'bt709',
          range: 'limited',
        },
      }),
      makeBars('still ten', {
        ...{ extension: 'mkv', encoder: 'ffv1', pixelFormat: 'yuv444p10le', matrix: 'bt601', range: 'full' },
      }),
    ]);
    writeFileSync(join(folder, 'luma.ts'), lumaPlugin);
    writeFileSync(join(folder, 'luma.json'), JSON.stringify({ plugins: ['./luma.ts'], metric: 'luma' }));
    const settings = ['--config', 'luma.json', '--out', 'out'];
    await runForDocument(['score', ...files, ...settings], folder);
    const { videos } = await runForDocument(
      ['export', ...files, ...settings, '--frames', '0', '--format', 'png'],
      folder,
    );
    expect(videos).toHaveLength(2);
    for (const [i, { picks }] of videos.entries()) {
      const still = sharp(join(folder, picks![0]!.file!));
      expect((await still.metadata()).depth).toBe(['uchar', 'ushort'][i]);
      const { data, info } = await still
        .toColourspace('rgb16')
        .raw({ depth: 'ushort' })
        .toBuffer({ resolveWithObject: true });
      const samples = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
      expect(worstError({ ...info, data: samples }, 65_535)).toBeLessThanOrEqual(2);
    }
  });
});
