import { describe, expect, it } from 'vitest';
import { SeekIndex } from './seek-index.ts';
import { SoughtPlace } from './sought-place.ts';

const keys = [0, 4, 8];
const index = new SeekIndex({
  ptsTicks: Float64Array.from({ length: 12 }, (_, ordinal) => ordinal * 10),
  keyFrames: Uint8Array.from({ length: 12 }, (_, ordinal) => Number(keys.includes(ordinal))),
});
const point = { start: 4, latest: 8 };
const steps = (place: SoughtPlace, ordinals: readonly number[]) =>
  ordinals.map(ordinal => place.step(ordinal * 10, keys.includes(ordinal)));

describe('SoughtPlace', () => {
  it('begins at the key frame, or at the latest one', () => {
    expect(steps(new SoughtPlace(index, point), [2, 3, 4, 5, 6])).toEqual(['before', 'before', 4, 5, 6]);
    expect(steps(new SoughtPlace(index, point), [6, 7, 8, 9])).toEqual(['before', 'before', 8, 9]);
    expect(new SoughtPlace(index, point).step(null, true)).toBe('before');
  });

  it('is lost behind the latest key frame', () => {
    const place = new SoughtPlace(index, point);
    expect(steps(place, [9, 10])).toEqual(['lost', 'lost']);
    expect(place.isCertain).toBe(false);
  });

  it.each([
    ['a frame is missing', 60, false],
    ['a frame comes again', 40, true],
    ['a timestamp is not known', 55, false],
    ['there is no timestamp', null, false],
    ['a key frame comes where none is', 50, true],
  ])('is lost for good where %s', (_name, ptsTicks, keyFrame) => {
    const place = new SoughtPlace(index, point);
    expect(place.step(40, true)).toBe(4);
    expect(place.isCertain).toBe(true);
    expect(place.step(ptsTicks, keyFrame)).toBe('lost');
    expect(place.step(50, false)).toBe('lost');
  });

  it('expects from the beginning what is said to come next', () => {
    const next = (ordinal: number) => ordinal + 1 + Number(ordinal === 5);
    const place = () => new SoughtPlace(index, { start: 4, latest: 4 }, { next });
    expect(steps(place(), [4, 5, 7, 8])).toEqual([4, 5, 7, 8]);
    expect(steps(place(), [4, 5, 6])).toEqual([4, 5, 'lost']);
    expect(steps(place(), [3])).toEqual(['lost']);
  });

  it('is lost on request', () => {
    const place = new SoughtPlace(index, point);
    place.step(40, true);
    place.lose();
    expect(place.step(50, false)).toBe('lost');
  });
});
