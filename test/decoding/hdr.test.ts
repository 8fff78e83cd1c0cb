import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  everyFrame,
  frameLayout,
  type PixelSettings,
  parsePixelFormat,
  type RgbImage,
  type StageContext,
  silentLogger,
} from '@framesieve/core';
import { createDecodeStage, FramePool, frameToRgb } from '@framesieve/decoder';
import { readManifest } from '@framesieve/exporter';
import { libavDecoder } from '@framesieve/plugin-libav';
import { encodeSamples } from '@framesieve/testkit/clips';
import { sieve } from 'framesieve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Color = readonly [red: number, green: number, blue: number];
type Transfer = 'smpte2084' | 'arib-std-b67';

/** Light of each patch in cd/m² on the display, with the primaries of BT.2020. */
const patches: Readonly<Record<string, Color>> = {
  black: [0, 0, 0],
  shadow: [2, 2, 2],
  'mid grey': [36.54, 36.54, 36.54],
  skin: [74, 58, 47],
  'reference white': [203, 203, 203],
  'bright highlight': [400, 400, 400],
  peak: [1000, 1000, 1000],
  'pure green of BT.2020': [0, 60, 0],
};
const patch = 32;
const columns = 4;
const size = { width: columns * patch * 2, height: 2 * patch * 2 };

/** The inverse EOTF of SMPTE ST 2084. */
function encodePq(light: number): number {
  const power = (light / 10000) ** (2610 / 16384);
  return ((3424 / 4096 + (2413 / 128) * power) / (1 + (2392 / 128) * power)) ** (2523 / 32);
}

/** The inverse OOTF of BT.2100 for 1,000 cd/m², then the OETF of HLG. */
function encodeHlg(color: Color): number[] {
  const luminance = (0.2627 * color[0] + 0.678 * color[1] + 0.0593 * color[2]) / 1000;
  return color.map(light => {
    const scene = luminance > 0 ? (light / 1000) * luminance ** (1 / 1.2 - 1) : 0;
    return scene <= 1 / 12
      ? Math.sqrt(3 * scene)
      : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
  });
}

/** Y, Cb, Cr of BT.2020, limited range, 10 bits. */
function toSamples(color: Color, transfer: Transfer): number[] {
  const [red, green, blue] = transfer === 'smpte2084' ? color.map(encodePq) : encodeHlg(color);
  const luma = 0.2627 * red! + 0.678 * green! + 0.0593 * blue!;
  const chroma = [(blue! - luma) / 1.8814, (red! - luma) / 1.4746];
  return [64 + 876 * luma, ...chroma.map(value => 512 + 896 * value)].map(Math.round);
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve hdr '));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function encodePatches(transfer: Transfer): Promise<string> {
  const format = parsePixelFormat('yuv420p10le')!;
  const layout = frameLayout(format, size.width, size.height);
  const samples = new Uint16Array(layout.byteLength / 2);
  const codes = Object.values(patches).map(color => toSamples(color, transfer));
  for (const [index, plane] of layout.planes.entries()) {
    const edge = (plane.width / columns) | 0;
    for (let i = 0; i < plane.width * plane.height; i++) {
      const [x, y] = [i % plane.width, Math.floor(i / plane.width)];
      samples[plane.offset / 2 + i] = codes[Math.floor(y / edge) * columns + Math.floor(x / edge)]![index]!;
    }
  }
  const file = join(folder, `${transfer}.mkv`);
  await encodeSamples(file, new Uint8Array(samples.buffer), {
    ...size,
    pixelFormat: 'yuv420p10le',
    encoder: 'libx265',
    encoderOptions: { 'x265-params': 'lossless=1:log-level=error' },
    color: { transfer, primaries: 'bt2020', matrix: 'bt2020', range: 'limited', chromaLocation: 'left' },
  });
  return file;
}

/** The middle of each patch, 8 bits. */
async function render(file: string, pixels: Partial<PixelSettings>) {
  const signal = new AbortController().signal;
  const context: StageContext = { signal, logger: silentLogger, frames: new FramePool() };
  await using video = await createDecodeStage({ decoders: [libavDecoder] }).run(
    { path: file, stream: null, decoder: null, pixels },
    context,
  );
  let image: RgbImage | null = null;
  for await (const frame of video.frames(everyFrame)) image = frameToRgb(frame, { bitDepth: 16 });
  const colors = Object.keys(patches).map((name, i) => {
    const edge = size.width / columns;
    const at = ((Math.floor(i / columns) + 0.5) * edge * image!.width + ((i % columns) + 0.5) * edge) * 3;
    return [name, [...image!.data.subarray(at, at + 3)].map(value => value / 257)] as const;
  });
  return { pipeline: video.description.pixelPipeline, colors: Object.fromEntries(colors) };
}

describe.each(['smpte2084', 'arib-std-b67'] as const)('High dynamic range: %s', transfer => {
  let file: string;
  beforeAll(async () => {
    file = await encodePatches(transfer);
  });

  it('is shown as standard range would show it', async () => {
    const { pipeline, colors } = await render(file, { crop: 'none' });
    expect(pipeline).toBe('bt2390');
    const near = (name: string, expected: readonly number[], tolerance: number) => {
      for (const [i, value] of colors[name]!.entries())
        expect(Math.abs(value - expected[i]!), `${name}: ${colors[name]}`).toBeLessThanOrEqual(tolerance);
    };
    const grey = (light: number) => Array.from({ length: 3 }, () => 255 * (light / 203) ** (1 / 2.4));
    near('black', [0, 0, 0], 0.5);
    // Below the curve's knee light stays what it is; 10 bits hold it to about a level.
    near('shadow', grey(2), 1.5);
    near('mid grey', grey(36.54), 1);
    // 74, 58, 47 cd/m² of BT.2020 are 85.4, 62.2… in BT.709, by the matrix of BT.2087.
    const skin = [
      1.6605 * 74 - 0.5876 * 58 - 0.0728 * 47,
      -0.1246 * 74 + 1.1329 * 58 - 0.0083 * 47,
      -0.0182 * 74 - 0.1006 * 58 + 1.1187 * 47,
    ];
    near(
      'skin',
      skin.map(light => 255 * (light / 203) ** (1 / 2.4)),
      1.5,
    );
    near('reference white', [229, 229, 229], 2);
    near('peak', [255, 255, 255], 1.5);
    expect(colors['bright highlight']![0]).toBeGreaterThan(colors['reference white']![0]! + 10);
    expect(colors['bright highlight']![0]).toBeLessThan(colors.peak![0]! - 2);
    const [red, green, blue] = colors['pure green of BT.2020']!;
    // Outside of BT.709: as green as it gets at this brightness, and nothing below 0.
    expect(red).toBeLessThan(1);
    expect(green).toBeGreaterThan(blue! + 20);
  });

  it('keeps its numbers where no tone map is wanted', async () => {
    const { pipeline, colors } = await render(file, { crop: 'none', toneMap: 'off' });
    expect(pipeline).toBe('none');
    const [, expected] = [null, transfer === 'smpte2084' ? encodePq(203) : encodeHlg([203, 203, 203])[0]!];
    for (const value of colors['reference white']!) expect(value).toBeCloseTo(255 * expected, -0.3);
  });

  it.each([
    ['auto', 'srgb', 'bt2390', 'bt2390'],
    ['off', `cicp:9-${transfer === 'smpte2084' ? 16 : 18}`, null, 'none'],
  ] as const)('is tagged as what stills are made of: tone map %s', async (toneMap, tag, said, pipeline) => {
    const { videos } = await sieve({
      inputs: [file],
      cwd: folder,
      config: {
        toneMap,
        db: join(folder, `${transfer}-${toneMap}.db`),
        select: { top: 1, coverage: 0 },
        export: { out: join(folder, `stills ${transfer} ${toneMap}`) },
      },
    });
    expect(videos[0]).toMatchObject({ status: 'ok', pixelPipeline: pipeline });
    const manifest = await readManifest(join(folder, videos[0]!.picks![0]!.file!, '..'), false);
    expect(manifest!.decode.pixelPipeline).toBe(pipeline);
    expect(manifest!.stills[0]).toMatchObject({ colorTag: tag, toneMap: said, bitDepth: 16 });
  });
});
