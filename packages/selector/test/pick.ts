import { defaultSelection, type Selection, type SelectionSettings } from '@framesieve/core';
import { makeScoreTable, type ScoreTableParts } from '@framesieve/testkit';
import { select } from '../src/select.ts';

/** Picks nothing, and passes over nothing: for tests that switch on what they are about. */
export const nothing: SelectionSettings = {
  ...defaultSelection,
  top: { count: null, percent: null },
  coverage: { by: 'time', picks: 0, per: 'video' },
  minGapSeconds: 0,
  maxHashDistance: null,
};

/** Coverage of so many stretches of equal length. */
export const byTime = (picks: number): SelectionSettings['coverage'] => ({ by: 'time', picks, per: 'video' });

/** Selects from a made-up video. */
export function pick(parts: ScoreTableParts, settings: Partial<SelectionSettings>): Selection {
  return select({ table: makeScoreTable(parts), settings: { ...nothing, ...settings } });
}

/** The numbers of frames, in the order of the list. */
export const ordinals = (frames: readonly { readonly ordinal: number }[]): readonly number[] =>
  frames.map(frame => frame.ordinal);
