import { defaultSelection, type RejectSettings, type SelectionSettings } from './selector.ts';

/** Settings as they were stored before there were rules for more than black, white and flat frames. */
interface EarlierSettings extends Omit<SelectionSettings, 'coverage' | 'reject'> {
  readonly coverage: number;
  readonly blackBelow: number | null;
  readonly whiteAbove: number | null;
  readonly flatBelow: number | null;
}

const noRules = Object.fromEntries(
  Object.keys(defaultSelection.reject).map(rule => [rule, null]),
) as unknown as RejectSettings;

/** The settings of a stored selection, also of one that an earlier version has stored: its other rules were not there yet. */
export function storedSettings(settings: SelectionSettings | EarlierSettings): SelectionSettings {
  if ('reject' in settings) return settings;
  const { blackBelow, whiteAbove, flatBelow, coverage, top, minGapSeconds, maxHashDistance } = settings;
  return {
    top,
    coverage: { by: 'time', picks: coverage, per: 'video' },
    maxPerShot: null,
    minGapSeconds,
    maxHashDistance,
    weights: {},
    refinedBy: null,
    reject: { ...noRules, blackBelow, whiteAbove, flatBelow },
  };
}
