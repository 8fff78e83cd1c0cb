import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RgbImage, type StillFormat, unknownColor } from '@framesieve/core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFrame, temporaryFolder, toRgb } from '../test/make-input.ts';
import { readAvifCodePoints } from './avif-code-points.ts';
import { checkStill } from './check-still.ts';
import { sha256Of } from './place-file.ts';
import { writeStill } from './write-still.ts';

const image = toRgb(makeFrame({ ordinal: 1 }));
const deep = toRgb(makeFrame({ ordinal: 1, bitDepth: 10 }), { bitDepth: 16 });
const formats: readonly StillFormat[] = ['png', 'jpg', 'webp', 'avif'];

async function samplesOf(file: string, depth: 'uchar' | 'ushort'): Promise<Uint8Array | Uint16Array> {
  const picture = sharp(await readFile(file), { ignoreIcc: true });
  const bytes = await (depth === 'ushort' ? picture.toColourspace('rgb16') : picture)
    .raw({ depth })
    .toBuffer();
  if (depth === 'uchar') return new Uint8Array(bytes);
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}

/** Peak signal-to-noise ratio in decibels. */
function psnr(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array, peak: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(peak ** 2 / (sum / a.length));
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

describe('the files', () => {
  it.each(formats)('are readable %s of the right size, with the right digest', async format => {
    const written = await writeStill(image, join(folder.path, `plain.${format}`), { format });
    const bytes = await readFile(written.path);
    expect(written).toMatchObject({
      sizeBytes: bytes.length,
      sha256: sha256Of(bytes),
      bitDepth: 8,
      kept: false,
    });
    const metadata = await sharp(bytes).metadata();
    expect(metadata).toMatchObject({ width: 40, height: 30, channels: 3 });
    expect(metadata.mediaType).toBe(`image/${format === 'jpg' ? 'jpeg' : format}`);
    // Lossy ones are close too: this content is smooth, and quality is set high.
    const decoded = await samplesOf(written.path, 'uchar');
    if (format === 'png') expect(decoded).toEqual(image.data);
    else expect(psnr(decoded, image.data, 255)).toBeGreaterThan(35);
  });

  it('are PNG of 16 bits for deep pictures, to the last bit', async () => {
    const written = await writeStill(deep, join(folder.path, 'deep.png'), { format: 'png' });
    expect(written.bitDepth).toBe(16);
    expect(await samplesOf(written.path, 'ushort')).toEqual(deep.data);
    expect(new Set(deep.data).size).toBeGreaterThan(256);
  });

  it.each([
    [10, 10],
    [12, 12],
    [16, 12],
  ])('are AVIF of more than 8 bits for sources of %i', async (sourceBitDepth, bitDepth) => {
    const file = join(folder.path, `deep-${sourceBitDepth}.avif`);
    const written = await writeStill(deep, file, { format: 'avif', sourceBitDepth });
    expect(written.bitDepth).toBe(bitDepth);
    const metadata = await sharp(await readFile(file)).metadata();
    expect(metadata).toMatchObject({ bitsPerSample: bitDepth, hasProfile: true });
    expect(psnr(await samplesOf(file, 'ushort'), deep.data, 65535)).toBeGreaterThan(35);
  });

  it.each(['jpg', 'webp'] as const)('are %s of 8 bits for deep pictures, correctly rounded', async format => {
    const written = await writeStill(deep, join(folder.path, `deep.${format}`), { format });
    expect(written.bitDepth).toBe(8);
    expect(
      psnr(
        await samplesOf(written.path, 'uchar'),
        Uint8Array.from(deep.data, v => Math.round(v / 257)),
        255,
      ),
    ).toBeGreaterThan(35);
  });

  it('hold pictures in shared memory too', async () => {
    const data = new Uint8Array(new SharedArrayBuffer(image.data.length));
    data.set(image.data);
    const written = await writeStill({ ...image, data }, join(folder.path, 'shared.png'), { format: 'png' });
    expect(await samplesOf(written.path, 'uchar')).toEqual(image.data);
  });
});

describe('colour tags', () => {
  it.each(formats)('say sRGB in %s without changing a sample', async format => {
    const file = join(folder.path, `tag.${format}`);
    const { colorTag } = await writeStill(image, file, { format });
    expect(colorTag).toEqual({ kind: 'srgb' });
    const bytes = await readFile(file);
    if (format === 'png')
      expect(bytes.subarray(33, 46).toString('latin1')).toBe('\0\0\0\x01sRGB\0\xae\xce\x1c\xe9');
    else
      expect((await sharp(bytes).metadata()).icc?.toString('latin1').replaceAll('\0', '')).toContain('sRGB');
  });

  it('never call HDR or wide gamut sRGB', async () => {
    const color = { ...unknownColor, primaries: 'bt2020', transfer: 'smpte2084' };
    const png = await writeStill(deep, join(folder.path, 'pq.png'), { format: 'png', color });
    expect(png.colorTag).toEqual({ kind: 'cicp', primaries: 9, transfer: 16 });
    const chunk = (await readFile(png.path)).subarray(37, 45);
    expect([...chunk]).toEqual([...Buffer.from('cICP'), 9, 16, 0, 1]);
    const avif = await writeStill(deep, join(folder.path, 'pq.avif'), { format: 'avif', color });
    expect(avif.colorTag).toEqual({ kind: 'cicp', primaries: 9, transfer: 16 });
    const webp = await writeStill(deep, join(folder.path, 'pq.webp'), { format: 'webp', color });
    expect(webp.colorTag).toEqual({ kind: 'none' });
    for (const { path } of [avif, webp])
      expect((await sharp(await readFile(path)).metadata()).hasProfile).toBe(false);
    const unheard = { ...color, transfer: 'something-new' };
    for (const format of ['png', 'avif'] as const) {
      const file = join(folder.path, `unheard.${format}`);
      expect(await writeStill(image, file, { format, color: unheard })).toMatchObject({
        colorTag: { kind: 'none' },
      });
    }
    const nameless = await readFile(join(folder.path, 'unheard.avif'));
    expect(readAvifCodePoints(nameless)).toEqual({ primaries: 2, transfer: 2 });
  });

  it.each([
    [image, 8, 8],
    [deep, 10, 10],
    [deep, 12, 12],
  ] as const)(
    'are in the bitstream of AVIF, case %#, without changing a sample',
    async (picture, depth, stored) => {
      const options = { format: 'avif', sourceBitDepth: depth } as const;
      const color = { ...unknownColor, primaries: 'bt2020', transfer: 'arib-std-b67' };
      const file = join(folder.path, `hlg-${depth}.avif`);
      const tagged = await writeStill(picture, file, { ...options, color });
      expect(tagged.bitDepth).toBe(stored);
      expect(readAvifCodePoints(await readFile(file))).toEqual({ primaries: 9, transfer: 18 });
      const plain = await writeStill(picture, join(folder.path, `plain-${depth}.avif`), options);
      expect(readAvifCodePoints(await readFile(plain.path))).toEqual({ primaries: 1, transfer: 13 });
      expect(await samplesOf(file, 'ushort')).toEqual(await samplesOf(plain.path, 'ushort'));
    },
  );
});

describe('quality', () => {
  it.each(['jpg', 'webp', 'avif'] as const)('of %s is as asked: less of it takes less room', async format => {
    const sizes: number[] = [];
    for (const quality of [20, 60, null, 100]) {
      const file = join(folder.path, `quality-${quality}.${format}`);
      sizes.push((await writeStill(image, file, { format, quality })).sizeBytes);
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBe(4);
  });

  it('means nothing to PNG', async () => {
    const options = { format: 'png', quality: 10 } as const;
    const { path } = await writeStill(image, join(folder.path, 'quality.png'), options);
    expect(await samplesOf(path, 'uchar')).toEqual(image.data);
  });
});

describe('writing', () => {
  it('leaves another file alone, and the same one too', async () => {
    await using own = await temporaryFolder();
    const file = join(own.path, 'a.png');
    await writeStill(image, file, { format: 'png' });
    expect(await writeStill(image, file, { format: 'png' })).toMatchObject({ kept: true });
    const before = await readFile(file);
    await expect(writeStill(deep, file, { format: 'png' })).rejects.toMatchObject({
      code: 'output-exists',
      message: expect.stringContaining('a.png'),
      hint: expect.stringContaining('--overwrite'),
    });
    expect(await readFile(file)).toEqual(before);
    expect(await writeStill(deep, file, { format: 'png', overwrite: true })).toMatchObject({
      kept: false,
      bitDepth: 16,
    });
    expect(await readdir(own.path)).toEqual(['a.png']);
  });

  it('replaces a link, not what it leads to', async () => {
    await using own = await temporaryFolder();
    const precious = join(own.path, 'precious.txt');
    await writeFile(precious, 'precious');
    await symlink(precious, join(own.path, 'a.png'));
    await writeStill(image, join(own.path, 'a.png'), { format: 'png', overwrite: true });
    expect(await readFile(precious, 'utf8')).toBe('precious');
  });

  it('fails with a sentence and leaves nothing behind', async () => {
    await using own = await temporaryFolder();
    await expect(writeStill(image, join(own.path, 'no', 'a.png'), { format: 'png' })).rejects.toMatchObject({
      code: 'export-failed',
      hint: 'Create the folder first.',
    });
    await mkdir(join(own.path, 'a.png'));
    for (const overwrite of [true, false]) {
      await expect(
        writeStill(image, join(own.path, 'a.png'), { format: 'png', overwrite }),
      ).rejects.toMatchObject({
        code: overwrite ? 'export-failed' : 'output-exists',
      });
    }
    const broken: RgbImage = { width: 40, height: 31, data: image.data };
    await expect(writeStill(broken, join(own.path, 'b.png'), { format: 'png' })).rejects.toMatchObject({
      code: 'export-failed',
      message: expect.stringContaining('b.png'),
    });
    expect(await readdir(own.path)).toEqual(['a.png']);
  });

  it('reads back what it wrote before it counts', async () => {
    await using own = await temporaryFolder();
    const data = Uint8Array.from(image.data);
    const { signal } = new AbortController();
    let calls = 0;
    // The second look at the signal comes when the picture is encoded: then it changes under the writer's hands.
    signal.throwIfAborted = () => {
      if (++calls === 2) data[0]! ^= 1;
    };
    await expect(
      writeStill({ ...image, data }, join(own.path, 'a.png'), { format: 'png', signal }),
    ).rejects.toThrow('its pixels differ');
    expect(await readdir(own.path)).toEqual([]);
  });

  it.each([1, 8, 40, 120])('leaves all or nothing when aborted after %i ms', async delay => {
    await using own = await temporaryFolder();
    const large = toRgb(makeFrame({ ordinal: 1, width: 640, height: 480 }));
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error('Enough.')), delay);
    const outcome = await writeStill(large, join(own.path, 'a.png'), {
      format: 'png',
      signal: controller.signal,
    }).catch((error: unknown) => error);
    clearTimeout(timer);
    if (outcome instanceof Error) expect(outcome.message).toBe('Enough.');
    expect(await readdir(own.path)).toEqual(outcome instanceof Error ? [] : ['a.png']);
  });
});

describe('reading back', () => {
  it.each(formats)('finds a %s that was cut off', async format => {
    const { path } = await writeStill(image, join(folder.path, `whole.${format}`), { format });
    const bytes = await readFile(path);
    await expect(checkStill(bytes, image, format, path)).resolves.toBeUndefined();
    await expect(checkStill(bytes.subarray(0, bytes.length >> 1), image, format, path)).rejects.toMatchObject(
      {
        code: 'export-failed',
        message: expect.stringContaining(path),
      },
    );
  });

  it('finds one changed sample in a PNG, and the wrong size in others', async () => {
    const { path } = await writeStill(image, join(folder.path, 'one.png'), { format: 'png' });
    const data = Uint8Array.from(image.data);
    data[1234]! ^= 1;
    const bytes = await readFile(path);
    await expect(checkStill(bytes, { ...image, data }, 'png', path)).rejects.toThrow('its pixels differ');
    const jpg = await writeStill(image, join(folder.path, 'one.jpg'), { format: 'jpg' });
    const turned = { ...image, width: 30, height: 40 };
    await expect(checkStill(await readFile(jpg.path), turned, 'jpg', path)).rejects.toThrow('40×30 pixels');
  });

  it('finds one changed low bit in a 16-bit PNG', async () => {
    const { path } = await writeStill(deep, join(folder.path, 'low.png'), { format: 'png' });
    const data = Uint16Array.from(deep.data);
    data[99]! ^= 1;
    await expect(checkStill(await readFile(path), { ...deep, data }, 'png', path)).rejects.toThrow(
      'pixels differ',
    );
  });
});
