import { describe, expect, it } from 'vitest';
import { correct, numbers, select, settings, shown, start } from '../../test/selecting.ts';
import type { TestViewer } from '../../test/start-test-viewer.ts';
import type { FrameView } from '../api/selection.ts';

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

  it('are told what they were passed over for, before they are corrected and after', async () => {
    await using started = await start();
    const { clip, viewer } = started;
    const kept = await select(viewer, { minGapSeconds: 0.3 }, true);
    const before = await clip.store.rejections(1);
    const { ordinal, inFavourOf } = before.find(one => one.inFavourOf !== null)!;
    const sentence = expect.stringContaining(`in favour of frame ${inFavourOf}`);
    expect((await frame(viewer, ordinal, kept.key)).sentences![0]).toEqual(sentence);
    await correct(viewer, ordinal, 'added', kept.key);
    expect((await frame(viewer, ordinal, kept.key)).sentences![0]).toContain('by hand');
    await correct(viewer, ordinal, null, kept.key);
    expect((await frame(viewer, ordinal, kept.key)).sentences![0]).toEqual(sentence);
    expect(await clip.store.rejections(1)).toEqual(before);
  });
});
