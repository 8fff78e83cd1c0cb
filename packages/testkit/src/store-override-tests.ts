import { correctPicks, defaultSelection, noOverrides, type Selection, type Store } from '@framesieve/core';
import { expect, it } from 'vitest';
import { makePlan } from './make-records.ts';
import { analyzeFrames } from './write-scored.ts';

const { identity } = makePlan([]);

const selection: Selection = {
  settings: defaultSelection,
  picked: [
    { ordinal: 3, rank: 1, tier: 'top', reason: 'the best' },
    { ordinal: 0, rank: 2, tier: 'coverage', reason: 'the best of its stretch' },
  ],
  rejected: [
    { ordinal: 1, reason: 'black', inFavourOf: null },
    { ordinal: 2, reason: 'gap', inFavourOf: 3 },
  ],
  relaxed: ['no minimum gap'],
};

/** The part of the store contract about picks of a decode, and their corrections by hand. */
export function itKeepsCorrections(store: () => Store): void {
  it('gives the newest picks of a decode without their rejections, and those by themselves', async () => {
    const { runs, decodeId } = await analyzeFrames(store(), makePlan(['test/a']), 5);
    const decode = { ...makePlan([]).decode, decoder: { id: 'other', version: '1' } };
    const elsewhere = await analyzeFrames(store(), makePlan(['test/a'], { decode }), 5);
    expect(await store().latestPicks(decodeId)).toBeNull();
    const runIds = runs.map(run => run.runId);
    const selectionId = await store().saveSelection(runIds, selection);
    await store().saveSelection([elsewhere.runs[0]!.runId], { ...selection, picked: [], rejected: [] });
    const { rejected, ...picks } = selection;
    expect(await store().latestPicks(decodeId)).toEqual({
      selectionId,
      runIds,
      selection: picks,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect((await store().latestPicks(elsewhere.decodeId))!.selection.picked).toEqual([]);
    expect(await store().picks(selectionId)).toEqual(await store().latestPicks(decodeId));
    expect(await store().picks(selectionId + 5)).toBeNull();
    expect(await store().rejections(selectionId)).toEqual(rejected);
    expect(await store().rejections(selectionId + 5)).toEqual([]);
  });

  it('keeps corrections by hand for each decode, until they are taken back', async () => {
    const { decodeId } = await analyzeFrames(store(), makePlan(['test/a']), 9);
    expect(await store().overrides(decodeId)).toEqual(noOverrides);
    await store().saveOverride(decodeId, 7, 'added');
    await store().saveOverride(decodeId, 2, 'added');
    await store().saveOverride(decodeId, 3, 'removed');
    expect(await store().overrides(decodeId)).toEqual({ added: [2, 7], removed: [3] });
    await store().saveOverride(decodeId, 7, 'removed');
    await store().saveOverride(decodeId, 2, null);
    await store().saveOverride(decodeId, 8, null);
    expect(await store().overrides(decodeId)).toEqual({ added: [], removed: [3, 7] });
    expect(await store().overrides(decodeId + 1)).toEqual(noOverrides);
    await expect(store().saveOverride(decodeId, 9, 'added')).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining('Frame 9'),
    });
  });

  it('corrects a stored selection in place, and its stills stay noted', async () => {
    const { runs } = await analyzeFrames(store(), makePlan(['test/a']), 9);
    const selectionId = await store().saveSelection([runs[0]!.runId], selection);
    const other = await store().saveSelection([runs[0]!.runId], selection);
    const still = { ordinal: 3, file: 'a.png', sha256: 'ef', verified: 'exact' as const };
    await store().saveStill(selectionId, still);
    const stored = async (id = selectionId): Promise<Selection> => ({
      ...(await store().picks(id))!.selection,
      rejected: await store().rejections(id),
    });
    const corrections = [
      { added: [2, 7], removed: [3] },
      { added: [2, 7], removed: [3] },
      { added: [7], removed: [0, 1] },
      { added: [], removed: [3] },
      { added: [1], removed: [] },
      noOverrides,
    ];
    for (const overrides of corrections) {
      const corrected = correctPicks(selection, overrides);
      const answer = await store().correctSelection(selectionId, overrides);
      expect(answer).toEqual(await store().picks(selectionId));
      expect(await stored()).toEqual(corrected);
      expect(await stored(other)).toEqual(selection);
    }
    expect(await stored()).toEqual(selection);
    expect(await store().stills(selectionId)).toEqual([still]);
    await expect(store().correctSelection(other + 1, noOverrides)).rejects.toMatchObject({
      code: 'store-failed',
    });
  });

  it('keeps what was selected of frames that were corrected before it was stored', async () => {
    const { runs } = await analyzeFrames(store(), makePlan(['test/a']), 9);
    const corrected = correctPicks(selection, { added: [2, 7], removed: [0] });
    const selectionId = await store().saveSelection([runs[0]!.runId], corrected);
    expect((await store().latestSelection(identity))!.selection).toEqual(corrected);
    await store().correctSelection(selectionId, noOverrides);
    expect((await store().latestSelection(identity))!.selection).toEqual(selection);
  });
}
