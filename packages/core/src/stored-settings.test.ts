import { expect, it } from 'vitest';
import { defaultSelection, type SelectionSettings } from './selector.ts';
import { storedSettings } from './stored-settings.ts';

it('leaves settings as they are', () => {
  expect(storedSettings(defaultSelection)).toBe(defaultSelection);
});

it('reads settings from before there were more rules, which did not reject anything then', () => {
  const earlier = {
    top: { count: 3, percent: null },
    coverage: 5,
    minGapSeconds: 2,
    maxHashDistance: 4,
    blackBelow: 0.1,
    whiteAbove: null,
    flatBelow: 0.02,
  };
  const settings = storedSettings(earlier as unknown as SelectionSettings);
  expect(Object.keys(settings).sort()).toEqual(Object.keys(defaultSelection).sort());
  expect(settings).toMatchObject({ coverage: { by: 'time', picks: 5, per: 'video' }, minGapSeconds: 2 });
  const { blackBelow, flatBelow, ...others } = settings.reject;
  expect([blackBelow, flatBelow]).toEqual([0.1, 0.02]);
  expect(new Set(Object.values(others))).toEqual(new Set([null]));
});
