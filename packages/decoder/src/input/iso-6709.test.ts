import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseIso6709 } from './iso-6709.ts';

it.each([
  ['+48.8577+002.295/', 48.8577, 2.295, null],
  ['+27.5916+086.5640+8850/', 27.5916, 86.564, 8850],
  ['+37.3323-122.0312+010.5CRSWGS_84/', 37.3323, -122.0312, 10.5],
  ['-33.8568+151.2153', -33.8568, 151.2153, null],
  ['+4851.462+00217.700/', 48.8577, 2.295, null],
  ['+485127.72-0021742.0/', 48.8577, -2.295, null],
  ['-90+000/', -90, 0, null],
  ['+00-180/', 0, -180, null],
  ['-00.0+010/', 0, 10, null],
  ['+40-075-0/', 40, -75, 0],
])('reads %s', (text, latitude, longitude, altitude) => {
  expect(parseIso6709(text)).toEqual({ latitude, longitude, altitude });
});

it.each([
  ['no place', 'Paris'],
  ['nothing', ''],
  ['a latitude alone', '+48.8577/'],
  ['numbers without signs', '48.8577,2.295'],
  ['the place that stands for none', '+00.0000+000.0000/'],
  ['more than 90 degrees', '+91.0000+002.2950/'],
  ['more than 180 degrees', '+48.8577+180.0001/'],
  ['60 minutes', '+4860.000+00217.700/'],
  ['60 seconds', '+485160+0021742/'],
  ['an odd number of digits', '+485+00217/'],
  ['another frame of reference', '+48.8577+002.2950CRSNTF/'],
])('knows nothing from %s', (_what, text) => {
  expect(parseIso6709(text)).toBeNull();
});

it('takes an altitude that there is not for unknown', () => {
  expect(parseIso6709('+48.8577+002.2950+9999999/')).toMatchObject({ latitude: 48.8577, altitude: null });
});

it('never throws, and gives only places on Earth', () => {
  const nearly = fc.stringMatching(
    /^[+-][0-9]{1,7}(\.[0-9]{1,6})?[+-][0-9]{1,8}(\.[0-9]{1,6})?([+-][0-9.]{1,9})?\/?$/,
  );
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), text => {
      const position = parseIso6709(text);
      if (position === null) return;
      expect(Math.abs(position.latitude)).toBeLessThanOrEqual(90);
      expect(Math.abs(position.longitude)).toBeLessThanOrEqual(180);
      expect(position.altitude === null || Number.isFinite(position.altitude)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('gives back every place that it is given', () => {
  const micro = 1e-6;
  const place = fc.tuple(fc.integer({ min: -90e6, max: 90e6 }), fc.integer({ min: -180e6, max: 180e6 }));
  fc.assert(
    fc.property(
      place.filter(([north, east]) => north !== 0 || east !== 0),
      ([north, east]) => {
        const write = (value: number, digits: number) =>
          `${value < 0 ? '-' : '+'}${(Math.abs(value) * micro).toFixed(6).padStart(digits + 7, '0')}`;
        const position = parseIso6709(`${write(north, 2)}${write(east, 3)}/`);
        expect(position!.latitude).toBeCloseTo(north * micro, 9);
        expect(position!.longitude).toBeCloseTo(east * micro, 9);
      },
    ),
  );
});
