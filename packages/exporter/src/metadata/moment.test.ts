import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoMoment, momentOf } from './moment.ts';

const iso = (createdAt: string | null, seconds: number) => {
  const moment = momentOf(createdAt, seconds);
  return moment && isoMoment(moment);
};

describe('when a frame was taken', () => {
  it.each([
    ['2024-05-06T07:08:09.000000Z', 1.2344, '2024-05-06T07:08:10.234+00:00'],
    ['2024-05-06T07:08:09+02:00', 0, '2024-05-06T07:08:09.000+02:00'],
    ['2024-05-06T07:08:09-0330', 0.0005, '2024-05-06T07:08:09.001-03:30'],
    ['2024-05-06 07:08', 0, '2024-05-06T07:08:00.000'],
    ['2024-12-31T23:59:59.9+01:00', 0.1, '2025-01-01T00:00:00.000+01:00'],
    ['2024-02-28T23:59:59', 86_401, '2024-03-01T00:00:00.000'],
    ['2024-01-01T00:00:00Z', -0.5, '2023-12-31T23:59:59.500+00:00'],
  ])('%s and %d s are %s', (createdAt, seconds, expected) => {
    expect(iso(createdAt, seconds)).toBe(expected);
  });

  it.each([null, '', '2024', '2024-05-06', 'yesterday', '2024-13-01T00:00:00Z', '2024-02-30T00:00:00Z'])(
    'is not known from %j',
    createdAt => {
      expect(momentOf(createdAt, 1)).toBeNull();
    },
  );

  it('is not known without a time that counts', () => {
    for (const seconds of [Number.NaN, Number.POSITIVE_INFINITY, 1e18])
      expect(momentOf('2024-05-06T07:08:09Z', seconds)).toBeNull();
    expect(momentOf('9999-12-31T23:59:59Z', 1)).toBeNull();
  });

  it('is right for any date, time and offset, to a millisecond', () => {
    const when = fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9998-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    const offset = fc.constantFrom('Z', '+00:00', '+05:45', '-11:00');
    fc.assert(
      fc.property(when, fc.integer({ min: 0, max: 1e9 }), offset, (date, milliseconds, zone) => {
        const local = date.toISOString().slice(0, -1);
        const taken = iso(`${local}${zone}`, milliseconds / 1000)!;
        expect(Date.parse(taken) - Date.parse(`${local}${zone}`)).toBe(milliseconds);
        expect(taken.slice(-6)).toBe(zone === 'Z' ? '+00:00' : zone);
      }),
    );
  });
});
