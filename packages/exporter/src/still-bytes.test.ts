import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unknownColor } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import {
  collect,
  makeContext,
  makeFrame,
  makeInput,
  makeSource,
  planStill,
  temporaryFolder,
  toRgb,
} from '../test/make-input.ts';
import { encodeStill } from './encode-still.ts';
import { createExportStage } from './export-stage.ts';
import { preflight } from './preflight.ts';
import { qualityOf } from './quality.ts';
import { maxStillBytes } from './still-bytes.ts';
import { stillSize } from './still-size.ts';

const frames = [makeFrame({ ordinal: 0 })];

describe('the upper bound of a still', () => {
  const [width, height] = [192, 144];
  const planned = planStill(makeFrame({ ordinal: 0, width, height }));
  const noise = crypto.getRandomValues(new Uint8Array(65_536));
  const bytes = Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => noise[(i * 7 + (i >> 8)) & 0xffff]!,
  );
  const words = Uint16Array.from(bytes, (byte, i) => byte * 256 + bytes[(i * 11 + 1) % bytes.length]!);
  const kinds: Readonly<Record<string, (sample: number, white: number) => number>> = {
    'noise of all values': sample => sample,
    'noise of black and white': (sample, white) => (sample > white / 2 ? white : 0),
  };
  const withFormat = (pixelFormat: string | null, changes = {}) => {
    const { decode } = makeSource();
    return makeSource({ decode: { ...decode, stream: { ...decode.stream, pixelFormat, ...changes } } });
  };

  const cases = (['png', 'jpg', 'webp', 'avif'] as const).flatMap(format =>
    (format === 'png' ? [null] : [1, 50, null, 96, 100]).flatMap(quality =>
      [8, 12].map(depth => [format, quality, depth] as const),
    ),
  );

  it.each(cases)('holds for %s of quality %s from %i bits', async (format, quality, depth) => {
    const settings = { format, quality };
    const most = maxStillBytes(planned, withFormat(depth === 8 ? 'yuv420p' : `yuv420p${depth}le`), settings);
    for (const kind of Object.values(kinds)) {
      const data = depth === 8 ? bytes.map(v => kind(v, 255)) : words.map(v => kind(v, 65_535));
      const encoded = await encodeStill(
        { width, height, data },
        {
          format,
          color: unknownColor,
          sourceBitDepth: depth,
          quality: qualityOf(settings),
          metadata: null,
        },
      );
      expect(encoded.bytes.length).toBeLessThan(most);
    }
  });

  it('covers what the file says of itself', async () => {
    await using folder = await temporaryFolder();
    const reason = 'Picked because "<of this>" & that. '.repeat(200);
    const settings = { format: 'jpg' } as const;
    const input = makeInput({ frames: frames.slice(0, 1), folder: folder.path, settings });
    const stills = input.stills.map(still => ({ ...still, pick: { ...still.pick, reason } }));
    const plan = await preflight({ ...input, stills });
    const [result] = await collect(
      createExportStage({ rgb: toRgb }).run({ ...input, stills }, makeContext()),
    );
    const { size } = await stat(join(folder.path, result!.still!.file));
    expect(size).toBeGreaterThan(reason.length);
    expect(size).toBeLessThan(plan.stills[0]!.maxBytes);
  });

  it('counts the stretching of anamorphic video, and unknown formats as deep', () => {
    const sized = (pixelFormat: string | null, changes = {}) =>
      maxStillBytes(planned, withFormat(pixelFormat, changes), { format: 'png' });
    const plain = sized('yuv420p');
    expect(sized('yuv420p', { pixelAspect: { numerator: 64, denominator: 45 } })).toBeGreaterThan(plain);
    expect(sized('yuv420p', { pixelAspect: { numerator: 8, denominator: 9 } })).toBeGreaterThan(plain);
    expect(sized('yuv420p', { pixelAspect: { numerator: 0, denominator: 0 } })).toBe(plain);
    expect(sized(null)).toBe(sized('p010le'));
    expect(sized(null)).toBeGreaterThan(width * height * 6);
  });

  it('counts what is left out, and the reduction', () => {
    const sized = (settings: object, changes: Partial<ReturnType<typeof makeSource>['decode']> = {}) => {
      const source = makeSource();
      const decode = { ...source.decode, ...changes };
      return maxStillBytes(planned, { ...source, decode }, { format: 'png', ...settings });
    };
    const crop = { x: 0, y: 40, width, height: 64 };
    expect(sized({ crop: true }, { crop })).toBeLessThan(sized({ crop: false }, { crop }));
    expect(sized({ maxSize: 96 })).toBeLessThan(sized({}) / 2);
    expect(sized({ maxSize: 5000 })).toBe(sized({}));
  });
});

describe('the size that is planned', () => {
  const plan = (changes: object, settings: object = {}) => {
    const { decode } = makeSource();
    const source = makeSource({ decode: { ...decode, stream: { ...decode.stream, ...changes } } });
    return stillSize(planStill(makeFrame({ ordinal: 0, width: 72, height: 40 })), source, settings);
  };

  it('is upright, with square pixels, and reduced', () => {
    expect(plan({})).toEqual({ width: 72, height: 40 });
    expect(plan({ rotation: 90 })).toEqual({ width: 40, height: 72 });
    expect(plan({ pixelAspect: { numerator: 16, denominator: 9 } })).toEqual({ width: 128, height: 40 });
    expect(plan({ rotation: 270, pixelAspect: { numerator: 9, denominator: 16 } })).toEqual({
      width: 71,
      height: 72,
    });
    expect(plan({ rotation: 90 }, { maxSize: 36 })).toEqual({ width: 20, height: 36 });
    expect(plan({ pixelAspect: { numerator: 1000, denominator: 1 } })).toEqual({ width: 72, height: 40 });
  });
});
