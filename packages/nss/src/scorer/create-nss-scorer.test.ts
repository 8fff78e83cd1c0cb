import type { Frame, FrameScore, ImageScorer, ScorerContext } from '@framesieve/core';
import { silentLogger } from '@framesieve/core';
import {
  flatPicture,
  frameFromRgb,
  makeFrame,
  rgbOfPictureFrame,
  texturedPicture,
} from '@framesieve/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameIn, frameMemory } from '../../test/frame-in-memory.ts';
import { type ShapeModel, shapeKernel, shapeModel } from '../../test/shape-metric.ts';
import { chooseKernel } from '../kernel/kernel-code.ts';

const options = { direction: null, device: 'auto', threads: 2 } as const;
const context: ScorerContext = {
  signal: new AbortController().signal,
  logger: silentLogger,
  rgb: rgbOfPictureFrame,
};

function open(model: ShapeModel = {}, more: { readOut?: URL; threads?: number } = {}): Promise<ImageScorer> {
  const file = { id: 'shape/tried', file: 'shape.onnx', bytes: shapeModel(model) };
  return shapeKernel(more.readOut).create(file, { ...options, threads: more.threads ?? 2 });
}

/** A frame of luma alone, which is read as it is. */
function greyFrame(width: number, height: number, seed: number): Frame {
  const { data } = texturedPicture(width, height, seed);
  return makeFrame('gray', width, height, (_, x, y) => data[(y * width + x) * 3]!);
}

let scorer: ImageScorer;
beforeAll(async () => {
  scorer = await open();
});
afterAll(() => scorer[Symbol.asyncDispose]());

const score = async (frame: Frame, by = scorer) => (await by.score([frame], context))[0]!;

it('says what computes the scores, and how many calls may run at once', () => {
  expect(scorer.metric).toMatchObject({
    id: 'shape/tried',
    modelDirection: 'higher',
    direction: 'higher',
    range: [0, null],
    implementation: { name: 'framesieve-nss', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    kernel: chooseKernel(),
    device: 'cpu',
    precision: 'float32',
  });
  expect([scorer.maxBatchSize, scorer.concurrency]).toEqual([1, 2]);
});

describe('a frame', () => {
  it('has the same score in a WebAssembly memory, outside of it, and as a picture', async () => {
    const frame = greyFrame(160, 120, 1);
    const found = await score(frame);
    expect(found.score).toBeGreaterThan(0);
    expect(await score(frameIn(frameMemory(), frame))).toEqual(found);
    const data = Uint8Array.from(
      { length: frame.bytes.length * 3 },
      (_, i) => frame.bytes[Math.floor(i / 3)]!,
    );
    expect(await scorer.scoreImages([{ width: 160, height: 120, data }])).toEqual([found]);
  });

  it('has the same score however many are scored at once, in one memory that grows meanwhile', async () => {
    const memory = frameMemory();
    const sizes = [160, 200, 320, 640, 100, 1000];
    const frames = sizes.map((width, i) => greyFrame(width, 130, i));
    const expected: FrameScore[] = [];
    for (const frame of frames) expected.push(await score(frame));
    const rounds = [1, 2, 3, 4].flatMap(() => frames);
    const found = await Promise.all(rounds.map(frame => score(frameIn(memory, frame))));
    expect(found).toEqual([1, 2, 3, 4].flatMap(() => expected));
  });

  it('has the same score in each of many memories', async () => {
    const frame = greyFrame(160, 120, 5);
    const expected = await score(frame);
    for (let i = 0; i < 20; i++) expect(await score(frameIn(frameMemory(), frame))).toEqual(expected);
  });

  it('is turned into RGB only where its planes are of no use', async () => {
    const asked: Frame[] = [];
    const rgb: ScorerContext['rgb'] = frame => {
      asked.push(frame);
      return texturedPicture(64, 64);
    };
    const wide = { ...greyFrame(64, 64, 1), rendering: { crop: null, toneMap: 'bt2390' } } as const;
    await scorer.score([greyFrame(64, 64, 2)], { ...context, rgb });
    expect(asked).toEqual([]);
    const [found] = await scorer.score([wide], { ...context, rgb });
    expect(asked).toEqual([wide]);
    expect(await scorer.scoreImages([texturedPicture(64, 64)])).toEqual([found]);
  });

  it('is not changed, and not kept', async () => {
    const frame = frameFromRgb(texturedPicture(90, 70));
    const before = frame.bytes.slice();
    await score(frame);
    expect(frame.bytes).toEqual(before);
    expect(frame.references).toBe(1);
  });
});

describe('no score', () => {
  it('has a picture that is too small, by its upright size', async () => {
    const reason = 'The picture is 40×14 pixels; the metric needs at least 16×16.';
    expect(await score(greyFrame(40, 14, 1))).toEqual({ score: null, reason });
    expect(await scorer.scoreImages([texturedPicture(40, 14)])).toEqual([{ score: null, reason }]);
    const turned = greyFrame(14, 40, 1);
    expect(await score({ ...turned, format: { ...turned.format, rotation: 90 } })).toEqual({
      score: null,
      reason,
    });
  });

  it('has one of which the read-out is not a number, for the reason that the model gives', async () => {
    const flat = flatPicture(64, 64, 9);
    await using silent = await open({ factor: [Number.NaN] });
    const general = 'The metric is not defined for this picture.';
    expect(await silent.scoreImages([flat])).toEqual([{ score: null, reason: general }]);
    const reason = 'There is nothing to see.';
    await using telling = await open({ factor: [Number.NaN], undefinedReason: reason });
    expect(await telling.scoreImages([flat])).toEqual([{ score: null, reason }]);
  });
});

describe('a failure', () => {
  it('of the read-out is said, and the next picture is scored', async () => {
    await using failing = await open({ factor: [-1] });
    const failed = { code: 'score-failed', message: expect.stringContaining('the factor is negative') };
    for (let i = 0; i < 3; i++)
      await expect(score(greyFrame(64, 64, i), failing)).rejects.toMatchObject(failed);
  });

  it('of threads that can’t start is said, for every picture', async () => {
    await using failing = await open({}, { readOut: new URL('file:///nowhere/read-out.ts') });
    for (let i = 0; i < 4; i++)
      await expect(score(greyFrame(64, 64, i), failing)).rejects.toMatchObject({ code: 'score-failed' });
  });

  it('is a picture that is not as long as it says', async () => {
    const short = { width: 64, height: 64, data: new Uint8Array(100) };
    await expect(scorer.scoreImages([short])).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('the end', () => {
  it('is met before anything where it was asked for', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(
      (async () => scorer.score([greyFrame(64, 64, 1)], { ...context, signal }))(),
    ).rejects.toThrow('enough');
  });

  it('waits for what is being scored, and lets nothing follow', async () => {
    const other = await open();
    const running = [1, 2, 3, 4].map(seed => score(greyFrame(800, 600, seed), other));
    await other[Symbol.asyncDispose]();
    for (const found of await Promise.all(running)) expect(found.score).toBeGreaterThan(0);
    await expect(score(greyFrame(64, 64, 1), other)).rejects.toMatchObject({ code: 'score-failed' });
    await other[Symbol.asyncDispose]();
  });
});
