import type { Frame, Rectangle, RgbConverter } from '@framesieve/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  collect,
  makeContext,
  makeFrame,
  makeInput,
  makeSource,
  temporaryFolder,
  toRgb,
} from '../test/make-input.ts';
import { createExportStage } from './export-stage.ts';
import { readManifest } from './read-manifest.ts';

const crop: Rectangle = { x: 4, y: 6, width: 30, height: 20 };

/** Leaves out what lies around the frame's crop, unless the whole picture is asked for. */
const cutRgb: RgbConverter = (frame, options = {}) => {
  const image = toRgb(frame, options);
  const area = frame.rendering.crop;
  if (!area || options.area === 'whole') return image;
  const data = new (image.data instanceof Uint16Array ? Uint16Array : Uint8Array)(
    area.width * area.height * 3,
  );
  for (let y = 0; y < area.height; y++) {
    const start = ((area.y + y) * image.width + area.x) * 3;
    data.set(image.data.subarray(start, start + area.width * 3), y * area.width * 3);
  }
  return { width: area.width, height: area.height, data };
};

const stage = createExportStage({ rgb: cutRgb });
const cropped = (ordinal: number): Frame => ({
  ...makeFrame({ ordinal }),
  rendering: { crop, toneMap: null },
});
const source = { decode: { ...makeSource().decode, crop } };

async function exportTo(folder: string, frames: readonly Frame[], keep: boolean | null) {
  const settings = keep === null ? {} : { crop: keep };
  const input = makeInput({ frames, folder, source, settings });
  const results = await collect(stage.run(input, makeContext()));
  const manifest = await readManifest(folder, false);
  return { results, manifest: manifest!, reads: input.reads };
}

describe('the bars of a still', () => {
  it.each([
    [null, 40, 30],
    [false, 40, 30],
    [true, 30, 20],
  ])('are left out only when asked to: crop %s gives %i × %i', async (keep, width, height) => {
    await using folder = await temporaryFolder();
    const frame = cropped(3);
    const { results, manifest } = await exportTo(folder.path, [frame], keep);
    const { still } = results[0]!;
    const pixels = await sharp(`${folder.path}/${still!.file}`).raw().toBuffer();
    expect(new Uint8Array(pixels)).toEqual(cutRgb(frame, { area: keep ? 'active' : 'whole' }).data);
    expect(manifest.stills[0]).toMatchObject({ width, height });
    expect(manifest.decode.crop).toEqual(crop);
    expect(manifest.output.crop).toBe(keep === true);
  });

  it('tell stills apart: one with bars is not taken for the one without', async () => {
    await using folder = await temporaryFolder();
    await exportTo(folder.path, [cropped(3)], true);
    const again = await exportTo(folder.path, [cropped(3)], true);
    expect(again.results[0]).toMatchObject({ error: null, kept: true });
    expect(again.reads).toEqual([]);
    const { results } = await exportTo(folder.path, [cropped(3)], false);
    expect(results[0]!.error).toMatchObject({ code: 'output-exists' });
  });
});

describe('a tone map', () => {
  const hdr = (toneMap: 'bt2390' | null, transfer = 'smpte2084'): Frame => {
    const frame = makeFrame({ ordinal: 3, bitDepth: 10 });
    const color = { ...frame.format.color, transfer, primaries: 'bt2020' };
    return { ...frame, format: { ...frame.format, color }, rendering: { crop: null, toneMap } };
  };

  it.each([
    ['bt2390', 'smpte2084', 'srgb', 'bt2390'],
    ['bt2390', 'arib-std-b67', 'srgb', 'bt2390'],
    [null, 'smpte2084', 'cicp:9-16', null],
    // A frame of standard range within a video of high range: nothing was mapped.
    ['bt2390', 'bt2020-10', 'cicp:9-14', null],
  ] as const)('%s of %s is tagged %s, and the manifest says %s', async (asked, transfer, tag, said) => {
    await using folder = await temporaryFolder();
    const { manifest } = await exportTo(folder.path, [hdr(asked, transfer)], null);
    expect(manifest.stills[0]).toMatchObject({ colorTag: tag, toneMap: said, bitDepth: 16 });
  });
});
