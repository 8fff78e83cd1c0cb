import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin } from '@framesieve/core';
import { createFakeDecoder, writeFakeVideo } from '@framesieve/testkit';
import { exportPicks, type SieveReport, score, select, sieve } from 'framesieve';
import { afterAll, beforeAll, expect, it } from 'vitest';

const plugin = definePlugin({
  name: 'fake',
  apiVersion: 1,
  register: registry => registry.addDecoder(createFakeDecoder()),
});

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve streams '));
  await writeFakeVideo(join(folder, 'two.fake'), {
    width: 64,
    height: 48,
    timeBase: { numerator: 1, denominator: 10 },
    frameRate: { numerator: 10, denominator: 1 },
    frames: Array.from({ length: 5 }, (_, i) => ({ ptsTicks: i, luma: 40 + 20 * i, slope: 60 })),
    streams: [{}],
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = (stream: number | null) => ({
  inputs: ['two.fake'],
  cwd: folder,
  plugins: [plugin],
  config: { stream, decoder: { order: ['fake'] } },
});
const runOf = ({ videos }: SieveReport) => videos[0]!.metrics[0]?.runId;

it('looks only at the scores and picks of the stream that was asked for', async () => {
  const first = runOf(await score(options(0)));
  const second = runOf(await sieve(options(1)));
  expect(first).not.toBe(second);

  expect(runOf(await exportPicks({ ...options(0), frames: [2] }))).toBe(first);
  expect(runOf(await exportPicks({ ...options(1), frames: [2] }))).toBe(second);
  expect(runOf(await select({ ...options(0), dryRun: true }))).toBe(first);
  expect(runOf(await exportPicks(options(null)))).toBe(second);

  const { videos } = await exportPicks(options(0));
  expect(videos[0]!.error).toMatchObject({ code: 'nothing-stored' });
  expect(videos[0]!.error!.message).toContain('not of stream 0');
  const { videos: none } = await select(options(7));
  expect(none[0]!.error!.message).toContain('no scores of stream 7');
});
