import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRecordingTime } from './recording-time.ts';

it.each([
  ['2024-05-17T08:09:10.000000Z', '2024-05-17T08:09:10Z'],
  ['2024-05-17T10:09:10+0200', '2024-05-17T10:09:10+02:00'],
  ['2024-05-17T10:09:10-09:30', '2024-05-17T10:09:10-09:30'],
  ['2012-12-20 16:44:50', '2012-12-20T16:44:50'],
  ['2019:09:22 15:41:57.250', '2019-09-22T15:41:57.25'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
])('reads %s', (text, time) => {
  expect(parseRecordingTime(text)).toBe(time);
});

it.each([
  ['a year', '2024'],
  ['a date without a time of day', '2024-05-17'],
  ['no date', 'yesterday'],
  ['nothing', ''],
  ['a day that does not exist', '2023-02-29T08:09:10Z'],
  ['a month that does not exist', '2023-13-01T08:09:10Z'],
  ['an hour that does not exist', '2023-02-28T24:00:00Z'],
  ['an offset that does not exist', '2023-02-28T08:00:00+1500'],
  ['the beginning of QuickTime', '1904-01-01T00:00:00.000000Z'],
  ['the beginning of Unix', '1970-01-01T00:00:00Z'],
  ['the beginning of Unix elsewhere', '1969-12-31T17:00:00-0700'],
  ['a far future', '2106-02-07T06:28:15Z'],
])('knows nothing from %s', (_what, text) => {
  expect(parseRecordingTime(text)).toBeNull();
});

it('gives back every moment that it is given, in any time zone', () => {
  const moment = fc.date({
    min: new Date('1971-01-01T00:00:00Z'),
    max: new Date('2099-12-30T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moment, fc.integer({ min: -56, max: 56 }), (date, quarters) => {
      const size = Math.abs(quarters);
      const digits = (value: number) => String(value).padStart(2, '0');
      const zone = `${quarters < 0 ? '-' : '+'}${digits(size >> 2)}${digits((size & 3) * 15)}`;
      const local = new Date(date.getTime() + quarters * 900_000).toISOString().slice(0, -1);
      const parsed = parseRecordingTime(local + zone);
      expect(Date.parse(parsed!)).toBe(date.getTime());
      expect(parseRecordingTime(parsed!)).toBe(parsed);
    }),
  );
});

it('never throws, and gives only what can be read again', () => {
  const nearly = fc.stringMatching(
    /^[0-9]{4}[-:][0-9]{2}[-:][0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}[Z+0-9.:-]*$/,
  );
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), text => {
      const time = parseRecordingTime(text);
      if (time !== null) expect(Date.parse(time)).not.toBeNaN();
    }),
    { numRuns: 500 },
  );
});
