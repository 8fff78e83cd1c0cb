import { describe, expect, it } from 'vitest';
import { numbers, select, settings, shown, start, storedNumbers } from '../../test/selecting.ts';
import type { ErrorBody } from '../api/events.ts';

describe('selections', () => {
  it('are what the settings pick where nothing is stored, and nothing is stored by looking', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const view = await shown(viewer);
    expect(view).toMatchObject({ source: 'default', settings, runIds: [1], changes: null });
    expect(view.picks).toHaveLength(4);
    expect(view.picks[0]).toMatchObject({ rank: 1, tier: 'top', scores: { 'dip/a': expect.any(Number) } });
    expect(view.picks[0]!.timeSeconds).toBe(clip.records[view.picks[0]!.ordinal]!.timeSeconds);
    expect(view.rejected).toMatchObject({ unscorable: 1 });
    expect(await clip.store.latestPicks(1)).toBeNull();
  });

  it('are tried with other settings, with what that would change, and kept when asked to', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const kept = await select(viewer, {}, true);
    expect(kept).toMatchObject({ key: 'stored-1', source: 'stored' });
    expect(await storedNumbers(clip)).toEqual(numbers(kept));
    const trial = await select(viewer, { top: { count: 2, percent: null } }, false);
    expect(trial).toMatchObject({ source: 'preview', changes: { added: [], removed: expect.any(Array) } });
    const gone = numbers(kept).filter(ordinal => !numbers(trial).includes(ordinal));
    expect(gone).toHaveLength(2);
    expect(trial.changes!.removed).toEqual(gone.sort((a, b) => a - b));
    expect(numbers(await shown(viewer))).toEqual(numbers(kept));
    const again = await select(viewer, { top: { count: 2, percent: null } }, true);
    expect([again.key, numbers(again)]).toEqual(['stored-2', numbers(trial)]);
    expect(await shown(viewer)).toMatchObject({ key: 'stored-2' });
  });

  it('refuse what fits no run, and settings that make no sense', async () => {
    await using started = await start();
    const { viewer } = started;
    const post = (body: unknown) => viewer.send('POST', 'api/decodes/1/select', body);
    const body = { runIds: [1], settings, keep: false };
    expect((await post({ ...body, runIds: [2] })).status).toBe(400);
    expect((await post({ ...body, runIds: [1, 1] })).status).toBe(400);
    expect((await post({ ...body, runIds: [] })).status).toBe(400);
    expect((await post({ ...body, settings: { ...settings, minGapSeconds: -1 } })).status).toBe(400);
    const answer = await post({ ...body, settings: { ...settings, weights: { 'other/b': 1 } } });
    expect([answer.status, (await answer.json()) as ErrorBody]).toMatchObject([
      400,
      { code: 'usage', message: expect.stringContaining('other/b') },
    ]);
  });
});
