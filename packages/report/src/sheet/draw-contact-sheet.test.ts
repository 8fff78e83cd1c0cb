import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportedStill } from '@framesieve/core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleInput } from '../../test/example-input.ts';
import { drawContactSheet, isOwnContactSheet } from './draw-contact-sheet.ts';
import { sheetLayout } from './sheet-layout.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-sheet-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes stills of one colour each: more red, less blue with the time. */
async function writeStills(exported: readonly ExportedStill[], width: number, height: number): Promise<void> {
  for (const { still } of exported) {
    if (!still) continue;
    const background = { r: 2 * still.ordinal, g: 40, b: 200 - 2 * still.ordinal };
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toFile(join(folder, still.file));
  }
}

async function draw(exported: readonly ExportedStill[], sourceName = 'clip.mp4'): Promise<Buffer> {
  const sheet = await drawContactSheet({
    folder,
    exported,
    sourceName,
    metric: 'niqe/framesieve',
    toolVersion: '1.2.3',
  });
  return sheet!;
}

it('shows the stills in order of time, whatever their ranks', async () => {
  const { exported } = exampleInput({ picks: [70, 20, 45, 90], failed: [90] });
  await writeStills(exported, 320, 180);
  const sheet = await draw(exported);
  const layout = sheetLayout(3, 320 / 180, 320);
  const { data, info } = await sharp(sheet).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([layout.width, layout.height]);
  const middles = [0, 1, 2].map(i => {
    const x = layout.left(i) + (layout.tileWidth >> 1);
    const y = layout.top(i) + (layout.tileHeight >> 1);
    return data[3 * (y * info.width + x)]!;
  });
  for (const [i, ordinal] of [20, 45, 70].entries())
    expect(Math.abs(middles[i]! - 2 * ordinal)).toBeLessThan(6);
});

it('writes captions without any font of the machine, and differently for each still', async () => {
  const { exported } = exampleInput({ picks: [70, 20] });
  await writeStills(exported, 320, 180);
  const sheet = await draw(exported);
  const layout = sheetLayout(2, 320 / 180, 320);
  const captions = await Promise.all(
    [0, 1].map(i =>
      sharp(sheet)
        .extract({
          left: layout.left(i),
          top: layout.top(i) + layout.tileHeight + 4,
          width: layout.tileWidth,
          height: Math.round(layout.captionSize * 1.8),
        })
        .greyscale()
        .raw()
        .toBuffer(),
    ),
  );
  for (const caption of captions) expect(caption.filter(value => value > 100).length).toBeGreaterThan(60);
  expect(captions[0]!.equals(captions[1]!)).toBe(false);
});

it('says in its metadata what it is and of which video, and is known again by that', async () => {
  const { exported } = exampleInput({ picks: [20] });
  await writeStills(exported, 64, 48);
  const sheet = await draw(exported, 'a "<b>" & \u0000.mp4');
  const { xmp } = await sharp(sheet).metadata();
  expect(xmp!.toString()).toContain('dc:source="a &quot;&lt;b&gt;&quot; &amp; \ufffd.mp4"');
  expect(isOwnContactSheet(sheet)).toBe(true);
  expect(isOwnContactSheet(sheet.subarray(0, 65_536))).toBe(true);
  const other = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  expect(isOwnContactSheet(other)).toBe(false);
});

it('leaves out what can not be read, and draws nothing of nothing', async () => {
  const { exported } = exampleInput({ picks: [20, 45] });
  await writeStills(exported, 320, 180);
  writeFileSync(join(folder, 'clip_f45.png'), 'not a picture');
  const { width } = await sharp(await draw(exported)).metadata();
  expect(width).toBe(sheetLayout(1, 320 / 180, 320).width);
  writeFileSync(join(folder, 'clip_f20.png'), 'not a picture');
  const input = { folder, exported, sourceName: 'clip.mp4', metric: null, toolVersion: '1' };
  expect(await drawContactSheet(input)).toBeNull();
});

it('keeps the sheet within bounds for any number and shape of pictures', () => {
  for (const count of [1, 2, 3, 5, 12, 30, 77, 200, 400]) {
    for (const aspect of [0.1, 0.56, 1, 1.78, 2.39, 12]) {
      const layout = sheetLayout(count, aspect, 1920);
      expect(layout.width).toBeLessThanOrEqual(2560);
      expect(layout.height).toBeLessThanOrEqual(5200);
      expect(layout.top(count - 1) + layout.tileHeight + 2 * layout.captionSize).toBeLessThan(layout.height);
      const right = layout.left(Math.min(count, layout.columns) - 1) + layout.tileWidth;
      expect(right + layout.margin).toBe(layout.width);
    }
  }
});
