import { defaultSelection, type FrameScore, type SelectionSettings } from '@framesieve/core';
import { expect } from 'vitest';
import type { SelectionView } from '../src/api/selection.ts';
import { type ScoredClip, scoredClip } from './scored-clip.ts';
import { startTestViewer, type TestViewer } from './start-test-viewer.ts';

/** Lower is better: frame 10 is the best, then 30, then 20. */
export const scores = {
  'dip/a': (ordinal: number): FrameScore =>
    ordinal === 5
      ? { score: null, reason: 'it is undefined' }
      : { score: Math.abs(ordinal - 10) / 10 + 5 + Math.sin(ordinal), distribution: null },
};
/** The best four, wherever they are. */
export const settings: SelectionSettings = {
  ...defaultSelection,
  top: { count: 4, percent: null },
  coverage: { by: 'time', picks: 0, per: 'video' },
  minGapSeconds: 0.1,
  maxHashDistance: null,
};

/** A viewer on a clip with these scores. */
export async function start(options: Parameters<typeof startTestViewer>[1] = {}) {
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

/** The selection that is shown first. */
export const shown = (viewer: TestViewer) => viewer.json<SelectionView>('api/decodes/1/selection');
/** Ordinals of picks, in order of rank. */
export const numbers = ({ picks }: SelectionView) => picks.map(pick => pick.ordinal);

/** Selects with other settings. */
export async function select(viewer: TestViewer, changes: Partial<SelectionSettings>, keep: boolean) {
  const body = { runIds: [1], settings: { ...settings, ...changes }, keep };
  const answer = await viewer.send('POST', 'api/decodes/1/select', body);
  expect(answer.status).toBe(200);
  return (await answer.json()) as SelectionView;
}

/** Corrects by hand. */
export async function correct(viewer: TestViewer, ordinal: number, action: string | null, selection: string) {
  const answer = await viewer.send('PUT', `api/decodes/1/overrides/${ordinal}`, { action, selection });
  expect(answer.status).toBe(200);
  return (await answer.json()) as SelectionView;
}

/** Ordinals of the picks that are stored, in order of rank. */
export const storedNumbers = async ({ store }: ScoredClip) =>
  (await store.latestPicks(1))!.selection.picked.map(pick => pick.ordinal);
