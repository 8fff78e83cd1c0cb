import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FrameRecord, silentLogger } from '@framesieve/core';
import { CountingAllocator } from '@framesieve/testkit';
import { makeFrameRecord, makePlan, makeScore, makeScoredFrames } from '@framesieve/testkit/records';
import { afterAll, expect, it } from 'vitest';
import { makeFirstDatabase } from '../../test/first-database.ts';
import { openStore } from '../open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newFigures = ['sharpness', 'noise', 'blockiness', 'shadows', 'highlights', 'dominance'] as const;

/** A frame as it was known when there were only three figures. */
function asKnownFirst(ordinal: number): FrameRecord {
  const unknown = Object.fromEntries(newFigures.map(name => [name, null]));
  const frame = makeFrameRecord(ordinal);
  return { ...frame, facts: { ...frame.facts, ...unknown } };
}

it('reads a database of the first schema, whose frames have fewer figures', async () => {
  const file = join(folder, 'read.sqlite');
  makeFirstDatabase(file, 40);
  await using store = await openStore(file);
  const [run] = await store.runs(makePlan([]).identity);
  expect(run).toMatchObject({ runId: 1, state: 'complete', frameCount: 40, scored: 38, unscorable: 2 });
  expect(await Array.fromAsync(store.scores(1))).toEqual(
    Array.from({ length: 40 }, (_, i) => ({ frame: asKnownFirst(i), score: makeScore(i) })),
  );
  const table = await store.scoreTable([1]);
  expect(table.ordinals).toHaveLength(40);
  for (const name of newFigures) expect(table[name].every(Number.isNaN)).toBe(true);
  expect(table.contrast[3]).toBe(makeFrameRecord(3).facts.contrast);
  await using ledger = await store.begin(makePlan(['test/a']));
  expect(ledger.complete).toBe(true);
});

it('gives frames of the first schema their figures when another metric decodes them again', async () => {
  const file = join(folder, 'fill.sqlite');
  makeFirstDatabase(file, 40);
  await using store = await openStore(file);
  await using ledger = await store.begin(makePlan(['test/a', 'test/b']));
  const context = {
    signal: new AbortController().signal,
    logger: silentLogger,
    frames: new CountingAllocator(),
  };
  for await (const _ of store.run({ ledger, scored: makeScoredFrames(['test/b'], 0, 30) }, context));
  const expected = Array.from({ length: 40 }, (_, i) => (i < 30 ? makeFrameRecord(i) : asKnownFirst(i)));
  expect(await store.frames(1, [...expected.keys()])).toEqual(expected);
});
