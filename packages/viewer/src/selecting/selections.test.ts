import { defaultSelection, type FrameScore, type SelectionSettings, type Store } from '@framesieve/core';
import { describe, expect, it } from 'vitest';
import { type ScoredClip, scoredClip } from '../../test/scored-clip.ts';
import { startTestViewer, type TestViewer } from '../../test/start-test-viewer.ts';
import type { ErrorBody } from '../api/events.ts';
import type { FrameView, SelectionView } from '../api/selection.ts';

/** Lower is better: frame 10 is the best, then 30, then 20. */
const scores = {
  'dip/a': (ordinal: number): FrameScore =>
    ordinal === 5
      ? { score: null, reason: 'it is undefined' }
      : { score: Math.abs(ordinal - 10) / 10 + 5 + Math.sin(ordinal), distribution: null },
};
const settings: SelectionSettings = {
  ...defaultSelection,
  top: { count: 4, percent: null },
  coverage: { by: 'time', picks: 0, per: 'video' },
  minGapSeconds: 0.1,
  maxHashDistance: null,
};

async function start(options: Parameters<typeof startTestViewer>[1] = {}) {
  const clip = await scoredClip({ scores });
  const viewer = await startTestViewer(clip, { selection: settings, ...options });
  return {
    clip,
    viewer,
    async [Symbol.asyncDispose]() {
      await viewer[Symbol.asyncDispose]();
      await clip[Symbol.asyncDispose]();
    },
  };
}

const shown = (viewer: TestViewer) => viewer.json<SelectionView>('api/decodes/1/selection');
const numbers = ({ picks }: SelectionView) => picks.map(pick => pick.ordinal);

async function select(viewer: TestViewer, changes: Partial<SelectionSettings>, keep: boolean) {
  const body = { runIds: [1], settings: { ...settings, ...changes }, keep };
  const answer = await viewer.send('POST', 'api/decodes/1/select', body);
  expect(answer.status).toBe(200);
  return (await answer.json()) as SelectionView;
}

async function correct(viewer: TestViewer, ordinal: number, action: string | null, selection: string) {
  const answer = await viewer.send('PUT', `api/decodes/1/overrides/${ordinal}`, { action, selection });
  expect(answer.status).toBe(200);
  return (await answer.json()) as SelectionView;
}

const storedNumbers = async ({ store }: ScoredClip) =>
  (await store.latestPicks(1))!.selection.picked.map(pick => pick.ordinal);

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

describe('frames', () => {
  const frame = (viewer: TestViewer, ordinal: number, selection = '') =>
    viewer.json<FrameView>(`api/decodes/1/frames/${ordinal}${selection && `?selection=${selection}`}`);

  it('are told with what a selection made of them', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const view = await shown(viewer);
    const [best] = view.picks;
    const told = await frame(viewer, best!.ordinal, view.key);
    const { ptsTicks, timeSeconds, width, height, keyFrame } = clip.records[best!.ordinal]!;
    expect(told).toMatchObject({
      ptsTicks,
      timeSeconds,
      width,
      height,
      keyFrame,
      pick: best,
      rejection: null,
    });
    expect(told).toMatchObject({ previous: best!.ordinal - 1, next: best!.ordinal + 1, override: null });
    expect(told.scores).toEqual([{ metric: 'dip/a', score: best!.scores['dip/a'], percentile: 100 }]);
    expect(told.sentences![0]).toContain('Rank 1.');
    expect(told.facts.find(fact => fact.name === 'sharpness')).toMatchObject({ value: expect.any(Number) });
    const unscorable = await frame(viewer, 5);
    expect(unscorable).toMatchObject({
      pick: null,
      rejection: 'unscorable',
      scores: [{ score: null, percentile: null }],
    });
    expect(await frame(viewer, 0)).toMatchObject({ previous: null, next: 1 });
    expect(await frame(viewer, 39)).toMatchObject({ previous: 38, next: null });
    expect((await viewer.get('api/decodes/1/frames/40')).status).toBe(404);
  });

  it('follow corrections and trials', async () => {
    await using started = await start();
    const { viewer } = started;
    const kept = await select(viewer, {}, true);
    const [best] = numbers(kept);
    await correct(viewer, best!, 'removed', kept.key);
    const removed = await frame(viewer, best!, kept.key);
    expect(removed).toMatchObject({ pick: null, rejection: 'removed', override: 'removed' });
    await correct(viewer, best!, null, kept.key);
    expect(await frame(viewer, best!, kept.key)).toMatchObject({
      rejection: null,
      override: null,
      pick: { rank: 1 },
    });
    const trial = await select(viewer, { reject: { ...settings.reject, blackBelow: 1 } }, false);
    expect((await frame(viewer, 20, trial.key)).rejection).toBe('black');
    expect((await frame(viewer, 20, kept.key)).rejection).not.toBe('black');
  });
});
