import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DecodedVideo,
  type DecoderFactory,
  type Frame,
  type PixelSettings,
  type StageContext,
  silentLogger,
} from '@framesieve/core';
import {
  createFakeDecoder,
  type FakeDecoderOptions,
  type FakeVideo,
  writeFakeVideo,
} from '@framesieve/testkit';
import { afterAll } from 'vitest';
import { createDecodeStage } from '../src/decode-stage.ts';
import { FramePool } from '../src/frame/frame-pool.ts';

/** A folder that is gone when the tests of a file are over. */
export const folder = mkdtempSync(join(tmpdir(), 'framesieve-stage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Size of the fake videos. */
export const size = { width: 16, height: 9 };

let files = 0;

/** Writes a fake video whose frames have these timestamps, in milliseconds. */
export function write(ptsTicks: readonly (number | null)[], video: Partial<FakeVideo> = {}): Promise<string> {
  files += 1;
  const timeBase = { numerator: 1, denominator: 1000 };
  const frameRate = { numerator: 25, denominator: 1 };
  const frames = ptsTicks.map(pts => ({ ptsTicks: pts }));
  return writeFakeVideo(join(folder, `${files}.json`), { ...size, timeBase, frameRate, frames, ...video });
}

/** How a fake video is opened; by default with one sound decoder. */
export interface Setup {
  readonly decoders?: readonly (FakeDecoderOptions | DecoderFactory)[];
  readonly pool?: FramePool;
  readonly signal?: AbortSignal;
  readonly stream?: number;
  readonly decoder?: string;
  readonly pixels?: Partial<PixelSettings>;
}

/** What the decode stage is made of and called with. */
export function setUp({
  decoders = [{}],
  pool = new FramePool(),
  signal,
  stream,
  decoder,
  pixels = {},
}: Setup) {
  const context: StageContext = {
    signal: signal ?? new AbortController().signal,
    logger: silentLogger,
    frames: pool,
  };
  const request = { stream: stream ?? null, decoder: decoder ?? null, pixels };
  const factories = decoders.map(one => ('create' in one ? one : createFakeDecoder(one)));
  return { request, context, options: { decoders: factories } };
}

/** Opens a fake video through the decode stage. */
export function open(path: string, setup: Setup = {}): Promise<DecodedVideo> {
  const { request, context, options } = setUp(setup);
  return createDecodeStage(options).run({ path, ...request }, context);
}

/** The records of all frames of an iteration. */
export async function collect(frames: AsyncIterable<Frame>): Promise<Frame['record'][]> {
  const records: Frame['record'][] = [];
  for await (const { record } of frames) records.push(record);
  return records;
}
