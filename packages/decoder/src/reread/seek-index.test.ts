import { describe, expect, it } from 'vitest';
import { SeekIndex } from './seek-index.ts';

const index = new SeekIndex({
  ptsTicks: Float64Array.of(0, 10, 20, 30, 40, 40, 60, 70, 80),
  keyFrames: Uint8Array.of(1, 0, 0, 1, 0, 1, 0, 1, 0),
});

describe('SeekIndex', () => {
  it('finds a frame by its timestamp, unless several have it', () => {
    expect(index.ordinalOf(30)).toBe(3);
    expect(index.ordinalOf(40)).toBeNull();
    expect(index.ordinalOf(35)).toBeNull();
  });

  it('knows a frame by its timestamp and by whether it is a key frame', () => {
    expect(index.agrees(3, 30, true)).toBe(true);
    expect(index.agrees(3, 30, false)).toBe(false);
    expect(index.agrees(3, 40, true)).toBe(false);
    expect(index.agrees(3, null, true)).toBe(false);
    expect(index.agrees(9, 90, false)).toBe(false);
  });
});
