import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportSettings } from '@framesieve/core';
import { expect, it } from 'vitest';
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
import { createExportStage } from './export-stage.ts';
import { measureStill } from './measure-still.ts';

it.each<Partial<ExportSettings>>([
  { format: 'png' },
  { format: 'png', metadata: false },
  { format: 'jpg', quality: 60 },
  { format: 'webp', maxSize: 100 },
  { format: 'avif' },
])('is what the still takes on the disk, but for what tells how it was verified: %o', async settings => {
  await using folder = await temporaryFolder();
  const frame = makeFrame({ ordinal: 3, width: 200, height: 120 });
  const input = makeInput({ frames: [frame], folder: folder.path, settings });
  const measured = await measureStill(frame, planStill(frame), makeSource(), input.settings, toRgb);
  const [exported] = await collect(createExportStage({ rgb: toRgb }).run(input, makeContext()));
  const { size } = await stat(join(folder.path, exported!.still!.file));
  expect(Math.abs(measured - size)).toBeLessThanOrEqual('approximate'.length);
});
