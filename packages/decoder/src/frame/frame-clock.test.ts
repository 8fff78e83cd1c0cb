import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameClock } from './frame-clock.ts';

const milliseconds = { numerator: 1, denominator: 1000 };
const ntsc = { numerator: 30_000, denominator: 1001 };

function run(clock: FrameClock, read: readonly (number | null)[]) {
  return read.map(pts => clock.next(pts));
}

describe('FrameClock', () => {
  it('passes timestamps through, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), read => {
        const times = run(new FrameClock(milliseconds, ntsc), read);
        expect(times).toEqual(read.map(ptsTicks => ({ ptsTicks, ptsSource: 'container' })));
      }),
    );
  });

  it.each([
    [
      'with the last step between two that were read',
      [0, 40, null, null, 200, null],
      [0, 40, 80, 120, 200, 240],
    ],
    ['with the frame rate before there is a step', [null, null, null, 100], [0, 33, 67, 100]],
    ['without counting the gap over an estimate as a step', [0, null, 50, null], [0, 33, 50, 83]],
    ['without counting repeats and steps back', [0, 40, 40, 10, null], [0, 40, 40, 10, 50]],
  ])('estimates missing ones %s', (_name, read, expected) => {
    const times = run(new FrameClock(milliseconds, ntsc), read);
    expect(times.map(time => time.ptsTicks)).toEqual(expected);
    expect(times.map(time => time.ptsSource)).toEqual(
      read.map(pts => (pts === null ? 'estimated' : 'container')),
    );
  });

  it('does not add up rounding errors over a long stretch', () => {
    const times = run(
      new FrameClock(milliseconds, ntsc),
      Array.from({ length: 30_001 }, () => null),
    );
    expect(times.at(-1)!.ptsTicks).toBe(1_001_000);
  });

  it('counts ticks when nothing is known', () => {
    const times = run(new FrameClock(milliseconds, null), [null, null, null]);
    expect(times.map(time => time.ptsTicks)).toEqual([0, 1, 2]);
  });
});
