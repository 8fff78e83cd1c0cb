import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportSettings, Frame } from '@framesieve/core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  collect,
  type Fault,
  makeContext,
  makeFrame,
  makeInput,
  temporaryFolder,
  toRgb,
} from '../../test/make-input.ts';
import { createExportStage } from '../export-stage.ts';
import { type CheckedFrame, checkFrames, type FrameTask } from './check-frames.ts';
import { type ExportedStills, openManifest, stillsByExport } from './open-manifest.ts';

const frames = [3, 30, 60].map(ordinal => makeFrame({ ordinal }));
const recorded = { id: 'libav', version: '8.1.1' };
const other = { id: 'libav', version: '9.0.0' };
/** The same frame as another decoder gives it. */
const touched: Fault = frame => makeFrame({ ordinal: frame.record.ordinal, touched: true });

let root: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: string;
let exported: ExportedStills;

beforeAll(async () => {
  root = await temporaryFolder();
  folder = join(root.path, 'stills');
  exported = await exportAll(folder, frames);
});
afterAll(() => root[Symbol.asyncDispose]());

async function exportAll(into: string, of: readonly Frame[], settings: Partial<ExportSettings> = {}) {
  const stage = createExportStage({ rgb: toRgb });
  await collect(stage.run(makeInput({ frames: of, folder: into, settings }), makeContext()));
  return stillsByExport((await openManifest(into)).manifest)[0]!;
}

async function check(fault: Fault, changes: Partial<FrameTask> = {}) {
  const { read, reads } = makeInput({ frames, folder, fault });
  const { signal } = makeContext();
  const task = {
    ...exported,
    folder,
    scored: new Map(),
    decoder: recorded,
    read,
    rgb: toRgb,
    signal,
    ...changes,
  };
  const checked: CheckedFrame[] = await Array.fromAsync(checkFrames(task));
  checked.sort((a, b) => a.still.frame - b.still.frame);
  return {
    reads,
    messages: checked.map(({ source }) => source.message),
    results: checked.map(({ source, pixels }) => [source.result, pixels.result]),
  };
}

const ok = ['ok', 'ok'];

describe('frames that are read again', () => {
  it('are those that were scored, and stills show them', async () => {
    const { results, reads } = await check(frame => frame);
    expect(results).toEqual([ok, ok, ok]);
    expect(reads).toEqual([{ ordinals: [3, 30, 60], linear: false }]);
  });

  it('are not decoded from the start twice', async () => {
    const fromTheStart: Fault = (frame, linear) => ({
      ...(frame === frames[1] ? touched(frame, linear)! : frame),
      linear: true,
    });
    const { results, reads } = await check(fromTheStart);
    expect(results.map(([source]) => source)).toEqual(['ok', 'failed', 'ok']);
    expect(reads).toEqual([{ ordinals: [3, 30, 60], linear: false }]);
  });

  it('are decoded from the start where seeking gives another', async () => {
    const seeking: Fault = (frame, linear) =>
      !linear && frame === frames[1] ? touched(frame, linear) : frame;
    const { results, reads } = await check(seeking);
    expect(results).toEqual([ok, ok, ok]);
    expect(reads[1]).toEqual({ ordinals: [30], linear: true });
  });

  it('are found to be others, or missing', async () => {
    const { results, messages } = await check((frame, linear) =>
      frame === frames[0] ? null : frame === frames[1] ? touched(frame, linear) : frame,
    );
    const lost = ['failed', 'not-checked'];
    expect(results).toEqual([lost, lost, ok]);
    expect(messages[0]).toBe('its frame does not come when the video is read again');
    expect(messages[1]).toContain('its fingerprint is');
  });

  it('may not be there because reading fails', async () => {
    const { messages, results } = await check(frame => {
      if (frame === frames[1]) throw new Error('the disk is gone');
      return frame;
    });
    expect(results[0]).toEqual(ok);
    expect(messages.slice(1)).toEqual(Array(2).fill("its frame can't be read again: the disk is gone"));
  });

  it('pass by tolerance where another version reads them and their figures are stored', async () => {
    const scored = new Map(frames.map(frame => [frame.record.ordinal, frame.record]));
    const { results } = await check(touched, { decoder: other, scored });
    expect(results).toEqual(Array(3).fill(['ok', 'not-checked']));
    const next: Fault = frame => ({
      ...makeFrame({ ordinal: frame.record.ordinal + 1 }),
      record: {
        ...makeFrame({ ordinal: frame.record.ordinal + 1 }).record,
        ordinal: frame.record.ordinal,
        ptsTicks: frame.record.ptsTicks,
      },
    });
    const wrong = await check(next, { decoder: other, scored });
    expect(wrong.results).toEqual(Array(3).fill(['failed', 'not-checked']));
  });

  it('can not be told to be those that were scored by another version alone', async () => {
    const { results, messages } = await check(touched, { decoder: other });
    expect(results).toEqual(Array(3).fill(['not-checked', 'not-checked']));
    expect(messages[0]).toContain('libav 8.1.1');
    expect((await check(frame => frame, { decoder: other })).results).toEqual([ok, ok, ok]);
  });
});

describe('stills with more bits, in other formats and sizes', () => {
  const deep = [10, 11].map(ordinal => makeFrame({ ordinal, bitDepth: 10, width: 80, height: 60 }));
  it.each<Partial<ExportSettings>>([
    { format: 'png' },
    { format: 'png', maxSize: 33 },
    { format: 'avif' },
    { format: 'avif', quality: 30, maxSize: 50 },
    { format: 'jpg', quality: 40 },
    { format: 'webp' },
  ])('show their frames: %j', async settings => {
    const into = join(root.path, JSON.stringify(settings).replaceAll(/\W+/g, '-'));
    const of = await exportAll(into, deep, settings);
    const { read } = makeInput({ frames: deep, folder: into });
    const { results } = await check(frame => frame, { ...of, folder: into, read });
    expect(results).toEqual([ok, ok]);

    // The manifest as it would be if the stills had changed places.
    const [a, b] = of.stills;
    const swapped = {
      ...of,
      stills: [
        { ...a!, file: b!.file },
        { ...b!, file: a!.file },
      ],
      folder: into,
      read,
    };
    expect((await check(frame => frame, swapped)).results).toEqual(Array(2).fill(['ok', 'failed']));

    // An encoder of another version is no judge, unless nothing is lost.
    const description = { ...of.description, encoder: { ...of.description.encoder, version: '0.1.0' } };
    const exact = settings.format === 'png' && settings.maxSize === undefined;
    const judged = await check(frame => frame, { ...swapped, description });
    expect(judged.results).toEqual(Array(2).fill(['ok', exact ? 'failed' : 'not-checked']));
  });

  it('are not accused where another version of the encoder made nearly the same', async () => {
    const into = join(root.path, 'nearly');
    const of = await exportAll(into, deep, { format: 'jpg', quality: 80 });
    const { read } = makeInput({ frames: deep, folder: into });
    const { data, width, height } = toRgb(deep[0]!, { bitDepth: 8 });
    const picture = sharp(data, { raw: { width, height, channels: 3 } });
    const again = await picture.jpeg({ quality: 78, chromaSubsampling: '4:4:4' }).toBuffer();
    await writeFile(join(into, of.stills[0]!.file), again);
    const { results } = await check(frame => frame, { ...of, folder: into, read });
    expect(results).toEqual([['ok', 'not-checked'], ok]);
  });
});
