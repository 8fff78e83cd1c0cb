import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePlan } from '@framesieve/testkit/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillRun } from '../../test/fill-run.ts';
import { openStore } from '../open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-curve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['every frame', true],
  ['nine of ten frames', false],
])('a long run that has %s', (name, isDense) => {
  const file = join(folder, `${name}.sqlite`);
  let runId: number;
  beforeAll(async () => {
    await using store = await openStore(file);
    await using ledger = await store.begin(makePlan(['test/a']));
    runId = ledger.runs[0]!.runId;
    fillRun(file, { decodeId: ledger.decodeId, runId }, 120_000, isDense);
  });

  it('is read by other threads as its table is', async () => {
    await using store = await openStore(file);
    const { ordinals, timeSeconds, metrics } = await store.scoreTable([runId]);
    const { scores } = metrics[0]!;
    expect(await store.scoreCurve(runId)).toEqual({ ordinals, timeSeconds, scores });
    const row = ordinals.findIndex(ordinal => ordinal >= 7000);
    expect(await store.scoreCurve(runId, 7000)).toEqual({
      ordinals: ordinals.slice(row),
      timeSeconds: timeSeconds.slice(row),
      scores: scores.slice(row),
    });
  });

  it('is read where the other threads fail', async () => {
    await using store = await openStore(file);
    const curve = await store.scoreCurve(runId);
    renameSync(file, `${file}.moved`);
    try {
      expect(await store.scoreCurve(runId)).toEqual(curve);
    } finally {
      renameSync(`${file}.moved`, file);
    }
  });
});
