import type { Store } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { scoredClip } from '../../test/scored-clip.ts';
import {
  correct,
  numbers,
  scores,
  select,
  settings,
  shown,
  start,
  storedNumbers,
} from '../../test/selecting.ts';
import { startTestViewer } from '../../test/start-test-viewer.ts';

describe('corrections by hand', () => {
  it('are stored at once, outlast selecting anew, and what is taken back is as it was', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const kept = await select(viewer, {}, true);
    const [best] = numbers(kept);
    const removed = await correct(viewer, best!, 'removed', kept.key);
    expect(numbers(removed)).toEqual(numbers(kept).slice(1));
    expect(removed).toMatchObject({ overrides: { added: [], removed: [best] }, rejected: { removed: 1 } });
    const added = await correct(viewer, 25, 'added', kept.key);
    expect(added.picks.at(-1)).toMatchObject({ ordinal: 25, tier: 'requested', rank: 4 });
    expect(await storedNumbers(clip)).toEqual(numbers(added));
    const other = await select(viewer, { top: { count: 3, percent: null } }, true);
    expect(numbers(other)).toContain(25);
    expect(numbers(other)).not.toContain(best);
    await correct(viewer, best!, null, other.key);
    const restored = await correct(viewer, 25, null, other.key);
    expect(numbers(restored)).toEqual(numbers(kept).slice(0, 3));
    expect(restored.rejected.removed).toBeUndefined();
    expect(await storedNumbers(clip)).toEqual(numbers(restored));
    expect(await clip.store.overrides(1)).toEqual({ added: [], removed: [] });
  });

  it('are seen by a viewer that is started anew, which takes them back as well', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const kept = await select(viewer, {}, true);
    const [best] = numbers(kept);
    await correct(viewer, best!, 'removed', kept.key);
    await using other = await startTestViewer(clip, { selection: settings });
    expect(numbers(await shown(other))).toEqual(numbers(kept).slice(1));
    const restored = await correct(other, best!, null, kept.key);
    expect(numbers(restored)).toEqual(numbers(kept));
    expect(await storedNumbers(clip)).toEqual(numbers(kept));
    expect((await clip.store.rejections(1)).filter(({ reason }) => reason === 'removed')).toEqual([]);
  });

  it('leave a selection from a part of the frames as it was when they are taken back', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const pick = { ordinal: 35, rank: 1, tier: 'top' as const, reason: 'The best of its part.' };
    const rejection = { ordinal: 36, reason: 'gap' as const, inFavourOf: 35 };
    const selection = { settings, relaxed: [], picked: [pick], rejected: [rejection] };
    const selectionId = await clip.store.saveSelection([1], selection);
    const { key } = await shown(viewer);
    expect(numbers(await correct(viewer, 36, 'added', key))).toEqual([35, 36]);
    expect(numbers(await correct(viewer, 35, 'removed', key))).toEqual([36]);
    await correct(viewer, 36, null, key);
    expect(numbers(await correct(viewer, 35, null, key))).toEqual([35]);
    expect(await storedNumbers(clip)).toEqual([35]);
    expect(await clip.store.rejections(selectionId)).toEqual([rejection]);
  });

  it('reach the newest stored selection whatever is shown, also one that was stored meanwhile', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const kept = await select(viewer, {}, true);
    const trial = await select(viewer, { top: { count: 2, percent: null } }, false);
    expect(numbers(await correct(viewer, 25, 'added', trial.key))).toEqual([...numbers(trial), 25]);
    expect(await storedNumbers(clip)).toEqual([...numbers(kept), 25]);
    const latest = (await clip.store.latestPicks(1))!.selection;
    const picked = latest.picked.filter(({ ordinal }) => ordinal !== 25).slice(0, 2);
    await clip.store.saveSelection([1], { settings, relaxed: [], picked, rejected: [] });
    await correct(viewer, picked[0]!.ordinal, 'removed', trial.key);
    expect(await storedNumbers(clip)).toEqual([picked[1]!.ordinal, 25]);
    await correct(viewer, 25, null, kept.key);
    await correct(viewer, picked[0]!.ordinal, null, trial.key);
    expect(await storedNumbers(clip)).toEqual(picked.map(({ ordinal }) => ordinal));
    expect(numbers(await shown(viewer))).toEqual(await storedNumbers(clip));
  });

  it('that are made while a selection is being made and kept are in it', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const { key } = await shown(viewer);
    for (const ordinal of [25, 1, 38]) {
      const [kept] = await Promise.all([
        select(viewer, { minGapSeconds: ordinal / 100 }, true),
        correct(viewer, ordinal, 'added', key),
      ]);
      const latest = (await clip.store.latestPicks(1))!;
      expect(kept.key).toBe(`stored-${latest.selectionId}`);
      expect(await storedNumbers(clip)).toContain(ordinal);
    }
  });

  it('hold for trials and defaults without changing what is stored of selections', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const view = await shown(viewer);
    const corrected = await correct(viewer, 25, 'added', view.key);
    expect(numbers(corrected)).toEqual([...numbers(view), 25]);
    expect(await clip.store.latestPicks(1)).toBeNull();
    const trial = await select(viewer, { top: { count: 1, percent: null } }, false);
    expect(numbers(trial)).toEqual([numbers(view)[0], 25]);
  });

  it('are not taken of frames that are not there, or for selections that are not', async () => {
    await using started = await start();
    const { viewer } = started;
    const { key } = await shown(viewer);
    const put = (ordinal: number | string, selection: string) =>
      viewer.send('PUT', `api/decodes/1/overrides/${ordinal}`, { action: 'added', selection });
    expect((await put(1000, key)).status).toBe(404);
    expect((await put('x', key)).status).toBe(404);
    expect((await put(3, 'preview-99')).status).toBe(404);
  });

  it('are refused where the database can only be read', async () => {
    await using clip = await scoredClip({ scores });
    await using viewer = await startTestViewer(
      { ...clip, store: asReadOnly(clip.store) },
      { selection: settings },
    );
    expect(await viewer.json('api/library')).toMatchObject({ readOnly: true });
    const { key } = await shown(viewer);
    const answers = [
      await viewer.send('PUT', 'api/decodes/1/overrides/3', { action: 'added', selection: key }),
      await viewer.send('POST', 'api/decodes/1/select', { runIds: [1], settings, keep: true }),
    ];
    for (const answer of answers)
      expect([answer.status, await answer.json()]).toMatchObject([
        409,
        { message: expect.stringContaining("can't") },
      ]);
    expect(await clip.store.overrides(1)).toEqual({ added: [], removed: [] });
  });
});

/** A store as it is where the file can't be written to. */
function asReadOnly(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (name === 'readOnly') return true;
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
