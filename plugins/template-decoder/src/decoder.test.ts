import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DecodeIssue, frameLayout, silentLogger } from '@framesieve/core';
import { FramePool } from '@framesieve/decoder';
import { describeDecoder } from '@framesieve/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { y4mDecoder } from './index.ts';
import { parseStreamHeader } from './y4m-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-y4m-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a clip in which every byte of frame `n` is `n` modulo 256. */
async function writeClip(name: string, header: string, frames: number): Promise<string> {
  const { pixelFormat, width, height } = parseStreamHeader(`YUV4MPEG2 ${header}`)!;
  const { byteLength } = frameLayout(pixelFormat, width, height);
  const path = join(folder, name);
  await writeFile(path, `YUV4MPEG2 ${header}\n`);
  for (let n = 0; n < frames; n++) {
    await appendFile(path, n % 2 ? 'FRAME Ip\n' : 'FRAME\n');
    await appendFile(path, new Uint8Array(byteLength).fill(n));
  }
  return path;
}

// The whole contract of a decoder, on the forms of file that this one reads.
describeDecoder({
  name: 'y4m',
  factory: y4mDecoder,
  clips: [
    ['C420jpeg', 'W64 H48 F25:1 Ip A1:1 C420jpeg', 40],
    ['no colour space, odd size', 'W33 H17 F30000:1001', 13],
    ['C422p10, interlaced, anamorphic', 'W32 H18 F50:1 It A16:11 C422p10 XYSCSS=422P10', 9],
    ['C444', 'W20 H10 F24:1 C444', 1],
    ['Cmono', 'W20 H10 F24:1 Cmono', 3],
  ].map(([name, header, frames]) => ({
    name: String(name),
    path: () => writeClip(`${name}.y4m`, String(header), Number(frames)),
    width: parseStreamHeader(`YUV4MPEG2 ${header}`)!.width,
    height: parseStreamHeader(`YUV4MPEG2 ${header}`)!.height,
    ptsTicks: Array.from({ length: Number(frames) }, (_, ordinal) => ordinal),
  })),
});

describe('parseStreamHeader', () => {
  const parse = (fields: string) => parseStreamHeader(`YUV4MPEG2 ${fields}`);

  it.each([
    ['C420jpeg', 'yuv420p', 'center'],
    ['C420mpeg2', 'yuv420p', 'left'],
    ['C420paldv', 'yuv420p', 'topleft'],
    ['C420p10', 'yuv420p10le', 'unknown'],
    ['C422', 'yuv422p', 'unknown'],
    ['C444p12', 'yuv444p12le', 'unknown'],
    ['C444alpha', 'yuva444p', 'unknown'],
    ['Cmono', 'gray', 'unknown'],
    ['Cmono16', 'gray16le', 'unknown'],
  ])('knows %s as %s', (space, name, chromaLocation) => {
    const header = parse(`W8 H8 F25:1 ${space}`);
    expect(header?.pixelFormat.name).toBe(name);
    expect(header?.color.chromaLocation).toBe(chromaLocation);
  });

  it('reads size, rate, interlacing, aspect and range', () => {
    expect(parse('W720 H576 F25:1 Ib A59:54 C422 XCOLORRANGE=FULL')).toMatchObject({
      width: 720,
      height: 576,
      frameRate: { numerator: 25, denominator: 1 },
      interlacing: 'bottom-first',
      pixelAspect: { numerator: 59, denominator: 54 },
      color: { range: 'full' },
    });
  });

  it.each(['W8 H8', 'H8 F25:1', 'W8 F25:1', 'W8 H8 F0:0', 'W8 H8 F25:1 C123', 'W0 H8 F25:1'])(
    'refuses "%s"',
    fields => {
      expect(parse(fields)).toBeNull();
    },
  );
});

describe('a damaged file', () => {
  async function read(path: string) {
    const issues: DecodeIssue[] = [];
    const frames = new FramePool();
    const signal = new AbortController().signal;
    const decoder = await y4mDecoder.create({});
    await using video = await decoder.open(path, { signal, logger: silentLogger });
    const ordinals: number[] = [];
    for await (const frame of video.frames({
      stream: 0,
      frames,
      signal,
      report: issue => issues.push(issue),
    })) {
      expect(new Set(frame.buffer.bytes)).toEqual(new Set([frame.ordinal]));
      ordinals.push(frame.ordinal);
      frame.buffer.release();
    }
    expect(frames.inUse).toBe(0);
    return { ordinals, issues };
  }

  it('that ends within a frame gives the frames before it, and says so', async () => {
    const path = await writeClip('cut.y4m', 'W16 H16 F25:1', 3);
    await truncate(
      path,
      'YUV4MPEG2 W16 H16 F25:1\n'.length + 2 * ('FRAME\n'.length + 384) + 'FRAME Ip\n'.length - 6 + 100,
    );
    const { ordinals, issues } = await read(path);
    expect(ordinals).toEqual([0, 1]);
    expect(issues).toMatchObject([{ ordinal: 2 }]);
  });

  it('whose frame header is broken gives the frames before it, and says so', async () => {
    const path = await writeClip('broken.y4m', 'W16 H16 F25:1', 2);
    await appendFile(path, 'FRANE\n');
    const { ordinals, issues } = await read(path);
    expect(ordinals).toEqual([0, 1]);
    expect(issues).toMatchObject([{ ordinal: 2 }]);
  });
});

it('refuses an option it does not know', async () => {
  await expect(y4mDecoder.create({ speed: 1 })).rejects.toMatchObject({ code: 'config' });
});
