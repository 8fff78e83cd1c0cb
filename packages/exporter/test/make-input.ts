import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ExportedStill,
  type ExportInput,
  type ExportSettings,
  type Frame,
  type FrameFacts,
  type FrameRecord,
  type PlannedStill,
  type RgbConverter,
  type StageContext,
  type StillSource,
  silentLogger,
  unknownColor,
  unknownRecording,
} from '@framesieve/core';
import { makeFrame as makePicture } from '@framesieve/testkit';
import { makeDecodeDescription } from '@framesieve/testkit/records';
import { defaultTemplate } from '../src/file-name.ts';

/** A folder that is gone when the test is. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'framesieve-exporter-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface FrameOptions {
  readonly ordinal: number;
  /** Decides the content. */
  readonly seed?: number;
  readonly width?: number;
  readonly height?: number;
  readonly bitDepth?: 8 | 10;
  readonly ptsTicks?: number;
  /** Added to every sample. */
  readonly brighter?: number;
  /** Whether two samples differ by one, as they do between decoders. */
  readonly touched?: boolean;
}

/** A planar RGB frame of smooth colours with a little noise, with the facts of its own samples. */
export function makeFrame(options: FrameOptions): Frame {
  const {
    ordinal,
    seed = ordinal,
    width = 40,
    height = 30,
    bitDepth = 8,
    brighter = 0,
    touched = false,
  } = options;
  const scale = 2 ** (bitDepth - 8);
  const sample = (plane: number, x: number, y: number) => {
    const i = (plane * height + y) * width + x;
    const noise = (Math.imul(i + 1, 2654435761) >>> (seed % 20)) & 7;
    const wave = 110 + 80 * Math.sin((x + 7 * seed) / 6) * Math.cos((y + 3 * seed) / 5);
    const touch = touched ? Number(i === 500) - Number(i === 501) : 0;
    return Math.round((wave + noise + brighter) * scale) + touch;
  };
  const color = { ...unknownColor, matrix: 'rgb' as const, range: 'full' as const };
  const frame = makePicture(bitDepth === 8 ? 'gbrp' : 'gbrp10le', width, height, sample, { color });
  const { bytes } = frame;
  const samples = bitDepth === 8 ? bytes : new Uint16Array(bytes.buffer);
  const ptsTicks = options.ptsTicks ?? ordinal * 512;
  const record: FrameRecord = {
    ordinal,
    ptsTicks,
    ptsSource: 'container',
    timeSeconds: ptsTicks / 12800,
    width,
    height,
    keyFrame: ordinal === 0,
    corrupt: false,
    fingerprint: createHash('sha256').update(bytes).digest().readBigUInt64BE(),
    facts: factsOf(samples.subarray(0, width * height), width, height, 2 ** bitDepth - 1),
  };
  return { ...frame, record };
}

function factsOf(luma: Uint8Array | Uint16Array, width: number, height: number, white: number): FrameFacts {
  const values = Array.from(luma, value => value / white);
  const meanLuma = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - meanLuma) ** 2, 0) / values.length;
  let perceptualHash = 0n;
  const at = (column: number, row: number) =>
    luma[Math.floor(((row + 0.5) * height) / 8) * width + Math.floor(((column + 0.5) * width) / 9)]!;
  for (let bit = 0; bit < 64; bit++) {
    const [column, row] = [bit % 8, Math.floor(bit / 8)];
    perceptualHash = (perceptualHash << 1n) | (at(column, row) < at(column + 1, row) ? 1n : 0n);
  }
  return {
    meanLuma,
    contrast: Math.sqrt(variance),
    change: null,
    perceptualHash,
    sharpness: null,
    noise: null,
    blockiness: null,
    shadows: null,
    highlights: null,
    dominance: null,
  };
}

/** Interleaves the planes of the frames made here; 16 bits by full-range scaling. */
export const toRgb: RgbConverter = ({ format, layout, bytes }, { bitDepth = 8 } = {}) => {
  const { width, height, pixelFormat } = format;
  const samples = pixelFormat.bytesPerSample === 1 ? bytes : new Uint16Array(bytes.buffer);
  const white = 2 ** pixelFormat.bitDepth - 1;
  const pixels = width * height;
  const data = bitDepth === 8 ? new Uint8Array(pixels * 3) : new Uint16Array(pixels * 3);
  const planes = [2, 0, 1].map(plane => layout.planes[plane]!.offset / pixelFormat.bytesPerSample);
  for (let i = 0; i < pixels * 3; i++) {
    const sample = samples[planes[i % 3]! + Math.floor(i / 3)]!;
    data[i] = Math.round((sample * (2 ** bitDepth - 1)) / white);
  }
  return { width, height, data };
};

/** The plan of a still of a frame. */
export function planStill(frame: Frame, rank = 1, score: number | null = Math.PI): PlannedStill {
  const { ordinal } = frame.record;
  return {
    pick: { ordinal, rank, tier: 'top', reason: `Best ${rank} of all.` },
    frame: frame.record,
    scores: { 'brisque/opencv': score },
  };
}

/** A source that is a path and nothing else: the exporter never opens the video itself. */
export function makeSource(changes: Partial<StillSource> = {}): StillSource {
  const decoder = { id: 'libav', version: '8.1.1' };
  return {
    path: join(tmpdir(), 'no-such-folder', 'clip.mp4'),
    identity: { sizeBytes: 123_456, sha256: 'ab'.repeat(32) },
    recording: unknownRecording,
    decode: makeDecodeDescription({ decoder }),
    rereadBy: decoder,
    metrics: [
      {
        id: 'brisque/opencv',
        modelDirection: 'lower',
        direction: 'lower',
        range: [0, 100],
        modelSha256: 'cd'.repeat(32),
        implementation: { name: 'onnxruntime', version: '1.30.0' },
        kernel: 'graph',
        precision: 'float32',
        device: 'cpu',
      },
    ],
    settings: { toolVersion: '0.1.0', top: '5%' },
    ...changes,
  };
}

/** What a faulty reader does to a frame; `null` leaves it out. */
export type Fault = (frame: Frame, linear: boolean) => Frame | null;

export interface InputOptions {
  readonly frames: readonly Frame[];
  readonly folder: string;
  readonly settings?: Partial<ExportSettings>;
  readonly source?: Partial<StillSource>;
  readonly fault?: Fault;
}

/** An export of frames held in memory, read by a reader that can be made faulty. `reads` tells what it was asked for. */
export function makeInput(options: InputOptions): ExportInput & {
  readonly reads: { readonly ordinals: readonly number[]; readonly linear: boolean }[];
} {
  const { frames, folder, fault = frame => frame } = options;
  const reads: { ordinals: readonly number[]; linear: boolean }[] = [];
  return {
    reads,
    source: makeSource(options.source),
    stills: frames.map((frame, i) => planStill(frame, i + 1)),
    settings: { folder, format: 'png', template: defaultTemplate, overwrite: false, ...options.settings },
    async *read(ordinals, { linear }) {
      reads.push({ ordinals, linear });
      for (const frame of frames) {
        if (!ordinals.includes(frame.record.ordinal)) continue;
        const result = fault(frame, linear);
        if (result) yield result;
      }
    },
  };
}

/** A context without pool: nothing here decodes. */
export function makeContext(signal: AbortSignal = new AbortController().signal): StageContext {
  return { signal, logger: silentLogger, frames: { acquire: () => Promise.reject(new Error('No pool.')) } };
}

export async function collect(results: AsyncIterable<ExportedStill>): Promise<ExportedStill[]> {
  const collected: ExportedStill[] = [];
  for await (const result of results) collected.push(result);
  return collected;
}
