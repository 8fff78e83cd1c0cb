import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import {
  type ColorDescription,
  type Frame,
  frameLayout,
  type PictureFormat,
  parsePixelFormat,
  type Rendering,
} from '@framesieve/core';
import { frameFromRgb, makeFrame } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWasm } from '../../scripts/compile-wasm.ts';
import { FramePool } from '../frame/frame-pool.ts';
import { areaOf } from './area.ts';
import { frameToRgb } from './frame-to-rgb.ts';
import { kernelImage } from './kernel-image.ts';
import { rgbKernel } from './rgb-kernel.ts';
import { rowsImage } from './rows-image.ts';

const kernel = rgbKernel()!;

const pixelFormats = [
  'yuv420p',
  'yuv422p',
  'yuv444p',
  'yuv440p',
  'yuv411p',
  'yuv410p',
  'yuva420p',
  'gray',
  'gbrp',
  'gbrap',
].flatMap(name => [name, ...[9, 10, 12, 14, 16].map(depth => `${name}${depth}le`)]);
const rotations = [0, 90, 180, 270] as const;

const color: fc.Arbitrary<ColorDescription> = fc.record({
  matrix: fc.constantFrom('rgb', 'bt709', 'bt601', 'bt2020', 'smpte240m', 'fcc', 'ycgco', 'unknown'),
  range: fc.constantFrom('limited', 'full', 'unknown'),
  chromaLocation: fc.constantFrom('unknown', 'left', 'center', 'topleft', 'top', 'bottomleft', 'bottom'),
  transfer: fc.constant('unknown'),
  primaries: fc.constant('unknown'),
});

const format: fc.Arbitrary<Partial<PictureFormat>> = fc.record({
  color,
  rotation: fc.constantFrom(...rotations),
  mirrored: fc.boolean(),
});

/** Samples of all kinds: any, only the outermost, next to each other, or beyond what the bit depth has, where there is room for it. */
const sampling = fc.record({
  seed: fc.integer(),
  kind: fc.constantFrom('any', 'outermost', 'near', 'beyond'),
});
type Sampling = typeof sampling extends fc.Arbitrary<infer Value> ? Value : never;

function makeNoise(
  name: string,
  width: number,
  height: number,
  { seed, kind }: Sampling,
  ...rest: Rest
): Frame {
  const { bitDepth } = parsePixelFormat(name)!;
  const most = 2 ** bitDepth - 1;
  let state = seed;
  const sample = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    const random = (state >>> 8) & 0xffff;
    if (kind === 'outermost') return random & 256 ? most : 0;
    if (kind === 'near') return 2 ** (bitDepth - 1) + ((random >> 8) & 3);
    return kind === 'beyond' && bitDepth > 8 ? random : random & most;
  };
  return makeFrame(name, width, height, sample, ...rest);
}
type Rest = [format?: Partial<PictureFormat>, rendering?: Partial<Rendering>];

function expectSame(frame: Frame, bitDepth: 8 | 16): void {
  const area = areaOf(frame, 'active');
  const plain = rowsImage(frame, bitDepth, area);
  const fast = kernelImage(kernel, frame, bitDepth, area);
  expect([fast.width, fast.height]).toEqual([plain.width, plain.height]);
  expect(fast.data.constructor).toBe(plain.data.constructor);
  expect(fast.data).toHaveLength(plain.data.length);
  expect(plain.data.findIndex((sample, i) => sample !== fast.data[i])).toBe(-1);
}

const side = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70 }));
const pictures = fc.record({ width: side, height: side }).chain(({ width, height }) => {
  const start = fc.record({ x: fc.nat(width - 1), y: fc.nat(height - 1) });
  const crop = start.chain(({ x, y }) =>
    fc.record({
      x: fc.constant(x),
      y: fc.constant(y),
      width: fc.integer({ min: 1, max: width - x }),
      height: fc.integer({ min: 1, max: height - y }),
    }),
  );
  return fc.record({ width: fc.constant(width), height: fc.constant(height), crop: fc.option(crop) });
});

describe('the kernel for RGB', () => {
  it('is what its sources compile to', async () => {
    const built = await readFile(new URL('../../wasm/rgb.wasm', import.meta.url));
    const compiled = await compileWasm('rgb');
    expect(Buffer.compare(built, compiled), 'run packages/decoder/scripts/build-wasm.ts').toBe(0);
  }, 120_000);

  it('makes what the rows in TypeScript make, to the last bit', () => {
    const name = fc.constantFrom(...pixelFormats);
    const bitDepth = fc.constantFrom(8, 16);
    fc.assert(
      fc.property(name, pictures, format, sampling, bitDepth, (name, { width, height, crop }, ...rest) => {
        const [format, sampling, bitDepth] = rest;
        expectSame(makeNoise(name, width, height, sampling, format, { crop }), bitDepth);
      }),
      { numRuns: 1000 },
    );
  });

  // Rows of more than one band, and of a whole one and more.
  it.each([
    ['yuv420p', 3001, 61],
    ['yuv410p10le', 2403, 85],
    ['gbrp', 3001, 61],
    ['yuv420p12le', 175_001, 3],
  ])('does so for %s of %i × %i pixels, a band of rows at a time', (name, width, height) => {
    for (const rotation of rotations) {
      for (const mirrored of [false, true]) {
        const frame = makeNoise(name, width, height, { seed: rotation, kind: 'any' }, { rotation, mirrored });
        expectSame(frame, mirrored ? 8 : 16);
      }
    }
  });

  it('keeps to a small memory, however high pictures are', () => {
    const bytesFor = (height: number, rotation: 0 | 90) => {
      const frame = makeFrame('yuv420p10le', 7680, height, () => 64, { rotation });
      kernelImage(kernel, frame, 16, areaOf(frame, 'whole'));
      return kernel.memory.buffer.byteLength;
    };
    for (const rotation of [0, 90] as const) {
      const bytes = bytesFor(100, rotation);
      expect(bytesFor(300, rotation)).toBe(bytes);
    }
  });

  it('reads frames of a pool where they lie, and gives pictures of their own', async () => {
    const pool = new FramePool();
    const { signal } = new AbortController();
    const made = makeNoise('yuv420p', 64, 48, { seed: 1, kind: 'any' });
    const buffers = [await pool.acquire(5, signal), await pool.acquire(made.bytes.length, signal)];
    buffers[1]!.bytes.set(made.bytes);
    expect(buffers[1]!.bytes.byteOffset).toBeGreaterThan(0);
    const image = frameToRgb({ ...made, bytes: buffers[1]!.bytes });
    const kept = image.data.slice();
    expect(kept).toEqual(frameToRgb(made).data);
    expect(image.data.buffer.byteLength).toBe(64 * 48 * 3);
    frameToRgb(makeNoise('yuv420p', 64, 48, { seed: 2, kind: 'any' }));
    expect(image.data).toEqual(kept);
    expect(buffers[1]!.bytes).toEqual(made.bytes);
    for (const buffer of buffers) buffer.release();
  });

  it('refuses a frame whose lease has ended', () => {
    const frame = frameFromRgb({ width: 2, height: 2, data: new Uint8Array(12) });
    frame.release();
    expect(() => kernelImage(kernel, frame, 8, areaOf(frame, 'whole'))).toThrow(/lease/);
  });
});

describe('without the kernel', () => {
  it('converts chroma that is coarser than it can do', () => {
    const made = makeNoise('yuv444p', 19, 18, { seed: 3, kind: 'any' });
    const pixelFormat = { ...made.format.pixelFormat, log2ChromaWidth: 3, log2ChromaHeight: 3 };
    const layout = frameLayout(pixelFormat, 19, 18);
    const frame = { ...made, format: { ...made.format, pixelFormat }, layout };
    expect(frameToRgb(frame)).toEqual(rowsImage(frame, 8, areaOf(frame, 'whole')));
  });

  const resultWith = async (before: string, ...flags: string[]) => {
    const from = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
    const code = `
      import { makeFrame } from '@framesieve/testkit';
      ${before}
      const { frameToRgb } = await import(${from('./frame-to-rgb.ts')});
      const { rgbKernel } = await import(${from('./rgb-kernel.ts')});
      const frame = makeFrame('yuv420p', 9, 7, (plane, x, y) => (x * 37 + y * 91 + plane * 53) % 256);
      console.log(JSON.stringify({ kernel: rgbKernel() !== null, data: [...frameToRgb(frame).data] }));`;
    const options = ['--conditions=@framesieve/source', ...flags, '--input-type=module', '--eval', code];
    const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname });
    return JSON.parse(stdout) as { kernel: boolean; data: number[] };
  };

  // The switch is one of V8 for x64; other processors have no such choice.
  it.skipIf(process.arch !== 'x64')('makes the same where WebAssembly has no SIMD', async () => {
    const [fast, plain] = await Promise.all([resultWith(''), resultWith('', '--no-enable-sse4-1')]);
    expect([fast.kernel, plain.kernel]).toEqual([true, false]);
    expect(plain.data).toEqual(fast.data);
  });

  it('makes the same where there is no WebAssembly', async () => {
    const [fast, plain] = await Promise.all([resultWith(''), resultWith('delete globalThis.WebAssembly;')]);
    expect([fast.kernel, plain.kernel]).toEqual([true, false]);
    expect(plain.data).toEqual(fast.data);
  });
});
