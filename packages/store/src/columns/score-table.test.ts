import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyFrame } from '@framesieve/core';
import { makePlan } from '@framesieve/testkit/records';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillRun } from '../../test/fill-run.ts';
import { openStore } from '../open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-columns-'));
const file = join(folder, 'many.sqlite');
let runIds: readonly number[];

beforeAll(async () => {
  await using store = await openStore(file);
  const { decodeId, runs } = await store.begin(makePlan(['test/a', 'test/b']));
  runIds = runs.map(run => run.runId);
  fillRun(file, { decodeId, runId: runIds[0]! }, 110_000);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Keeps every frame, too, but is asked of each. */
const eachAsked = { ...everyFrame, fromSeconds: -1 };

it('reads many frames in two threads as it does in one', async () => {
  await using store = await openStore(file);
  const table = await store.scoreTable(runIds);
  expect(table).toEqual(await store.scoreTable(runIds, eachAsked));
  expect(table.ordinals).toHaveLength(99_000);
  expect(table.ordinals.every((ordinal, row) => row === 0 || ordinal > table.ordinals[row - 1]!)).toBe(true);
  const row = table.ordinals.indexOf(104_001);
  const corrupt = [...table.ordinals].filter((_, at) => table.corrupt[at] === 1);
  expect(corrupt).toEqual([...table.ordinals].filter(ordinal => ordinal % 501 === 0));
  expect(table.timeSeconds[row]).toBe(104_001 / 25);
  expect(table.dominance[row]).toBe(Math.fround((104_001 % 37) / 37));
  expect(table.metrics.map(metric => metric.scores[row])).toEqual([(104_001 % 101) / 3, Number.NaN]);
  expect(table.noise[table.ordinals.indexOf(104_000)]).toBeNaN();
});

it('reads all frames itself where the second thread fails', async () => {
  await using store = await openStore(file);
  renameSync(file, `${file}.moved`);
  try {
    expect((await store.scoreTable(runIds)).ordinals).toHaveLength(99_000);
  } finally {
    renameSync(`${file}.moved`, file);
  }
});
