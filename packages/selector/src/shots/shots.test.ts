import type { ScoreTable } from '@framesieve/core';
import { cellColumns, cellRows, makeScoreTable, measurePictures } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findShots } from './shots.ts';

const framesPerSecond = 25;
const cells = cellColumns * cellRows;

type Picture = Float64Array;

/** A picture that has nothing in common with that of another seed. */
function picture(seed: number): Picture {
  return Float64Array.from({ length: cells }, (_, cell) => 0.1 + 0.8 * noise(seed * 1000 + cell));
}

function noise(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

const plain = (luma: number): Picture => new Float64Array(cells).fill(luma);

const mix = (from: Picture, to: Picture, share: number): Picture =>
  from.map((luma, cell) => luma * (1 - share) + to[cell]! * share);

/** So many frames of a picture, each a little different, as those of a camera are. */
const hold = (shown: Picture, frames: number): readonly Picture[] =>
  Array.from({ length: frames }, (_, frame) =>
    shown.map((luma, cell) => luma + 0.004 * noise(frame * 77 + cell)),
  );

const change = (from: Picture, to: Picture, frames: number): readonly Picture[] =>
  Array.from({ length: frames }, (_, frame) => mix(from, to, (frame + 1) / (frames + 1)));

/** A camera that turns: waves of many lengths and directions, which move on by a fraction of a cell a frame. */
function pan(seed: number, frames: number, cellsPerFrame: number): readonly Picture[] {
  const waves = Array.from({ length: 24 }, (_, i) => ({
    x: 2.2 * noise(seed * 100 + i) + 0.1,
    y: 4 * noise(seed * 200 + i) - 2,
    phase: 7 * noise(seed * 300 + i),
  }));
  const lumaAt = (x: number, y: number) =>
    0.5 + waves.reduce((sum, wave) => sum + Math.sin(x * wave.x + y * wave.y + wave.phase), 0) / 30;
  return Array.from({ length: frames }, (_, frame) =>
    Float64Array.from({ length: cells }, (_, cell) =>
      lumaAt((cell % cellColumns) + frame * cellsPerFrame, Math.floor(cell / cellColumns)),
    ),
  );
}

function tableOf(frames: readonly Picture[]): ScoreTable {
  return makeScoreTable({
    scores: { 'a/a': frames.map(() => 1) },
    stepSeconds: 1 / framesPerSecond,
    ...measurePictures(frames),
  });
}

const shotsOf = (...parts: readonly (readonly Picture[])[]) =>
  findShots(tableOf(parts.flat())).map(({ start, begins }) => `${start} ${begins}`);

const [first, second, third] = [picture(1), picture(2), picture(3)];

describe('cuts', () => {
  it('divides where another picture begins at once', () => {
    expect(shotsOf(hold(first, 40), hold(second, 30), hold(third, 50))).toEqual([
      '0 start',
      '40 cut',
      '70 cut',
    ]);
  });

  it('says where a shot begins and ends', () => {
    expect(findShots(tableOf([...hold(first, 50), ...hold(second, 26)]))).toEqual([
      { start: 0, end: 50, startSeconds: 0, endSeconds: 2, begins: 'start' },
      { start: 50, end: 76, startSeconds: 2, endSeconds: 3, begins: 'cut' },
    ]);
  });

  it('takes a flash or damaged frames for none', () => {
    const flash = hold(plain(0.99), 2);
    expect(shotsOf(hold(first, 40), flash, hold(first, 40))).toEqual(['0 start']);
    expect(shotsOf(hold(first, 40), hold(third, 1), hold(first, 40))).toEqual(['0 start']);
  });

  it('takes fast motion for none', () => {
    expect(shotsOf(pan(7, 120, 0.25))).toEqual(['0 start']);
  });

  it('finds a cut between fast motions', () => {
    expect(shotsOf(pan(7, 60, 0.1), pan(9, 60, 0.1))).toEqual(['0 start', '60 cut']);
  });

  it('takes a step of exposure for none, though all of luma changes', () => {
    const dark = hold(first, 40).map(shown => shown.map(luma => luma * 0.25));
    const bright = hold(first, 40).map(shown => shown.map(luma => Math.min(1, luma * 1.9)));
    expect(shotsOf(hold(first, 40), dark, hold(first, 40), bright, hold(first, 40))).toEqual(['0 start']);
  });

  it('goes by the hash alone where the change to the row before is not known', () => {
    const frames = [...hold(first, 40), ...hold(second, 40)];
    const table = { ...tableOf(frames), change: new Float32Array(80).fill(Number.NaN) };
    expect(findShots(table).map(({ start }) => start)).toEqual([0, 40]);
    const every = (column: Float32Array) => column.filter((_, row) => row % 4 === 0);
    const sampled: ScoreTable = {
      ...tableOf(frames.filter((_, row) => row % 4 === 0)),
      ordinals: Uint32Array.from({ length: 20 }, (_, row) => row * 4),
      change: every(tableOf(frames).change),
    };
    expect(findShots(sampled).map(({ start }) => start)).toEqual([0, 10]);
  });
});

describe('plain stretches', () => {
  it('divides in the middle of black that is faded to and from', () => {
    const shots = shotsOf(
      hold(first, 50),
      change(first, plain(0), 20),
      hold(plain(0), 10),
      change(plain(0), second, 20),
      hold(second, 50),
    );
    expect(shots).toHaveLength(2);
    const [start, begins] = shots[1]!.split(' ');
    expect(begins).toBe('fade');
    expect(Number(start)).toBeGreaterThanOrEqual(68);
    expect(Number(start)).toBeLessThanOrEqual(82);
  });

  it('takes black between two cuts for a shot of its own', () => {
    expect(shotsOf(hold(first, 50), hold(plain(0), 50), hold(second, 50))).toEqual([
      '0 start',
      '50 cut',
      '100 cut',
    ]);
  });

  it('takes a dropout, after which the same goes on, for none', () => {
    expect(shotsOf(hold(first, 50), hold(plain(0), 25), hold(first, 50))).toEqual(['0 start']);
  });

  it('divides where a video comes up from black after a cut, and starts with a fade', () => {
    expect(shotsOf(hold(plain(0), 10), change(plain(0), first, 20), hold(first, 50))).toEqual(['0 start']);
    expect(
      shotsOf(hold(first, 50), hold(plain(0), 10), change(plain(0), second, 20), hold(second, 50)),
    ).toEqual(['0 start', '50 cut']);
  });
});

describe('cross-fades', () => {
  it.each([10, 15, 25, 40])('divides in the middle of one of %i frames', frames => {
    const shots = shotsOf(hold(first, 60), change(first, second, frames), hold(second, 60));
    expect(shots).toHaveLength(2);
    const [start, begins] = shots[1]!.split(' ');
    expect(begins).toBe('crossfade');
    expect(Math.abs(Number(start) - (60 + frames / 2))).toBeLessThanOrEqual(3);
  });

  it('takes a turning camera for none, however fast', () => {
    for (const speed of [0.05, 0.2, 0.5, 1]) {
      const shots = shotsOf(hold(pan(4, 1, 0)[0]!, 40), pan(4, 50, speed), hold(pan(4, 50, speed)[49]!, 40));
      expect(shots.filter(shot => shot.endsWith('crossfade'))).toEqual([]);
    }
  });
});

it('divides all rows, and each once, whatever they are', () => {
  const value = fc.oneof(fc.constantFrom(0, 0.2, 0.9, Number.NaN), fc.float({ min: 0, max: 1, noNaN: true }));
  const row = fc.record({
    meanLuma: value,
    contrast: value,
    change: value,
    hash: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(0n, 0xff00ff00ff00ff00n)),
    timeSeconds: fc.float({ min: 0, max: 10, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 80 }), rows => {
      const table = makeScoreTable({
        scores: { 'a/a': rows.map(() => 1) },
        meanLuma: rows.map(({ meanLuma }) => meanLuma),
        contrast: rows.map(({ contrast }) => contrast),
        change: rows.map(item => item.change),
        perceptualHash: rows.map(({ hash }) => hash),
        timeSeconds: rows.map(({ timeSeconds }) => timeSeconds),
      });
      const shots = findShots(table);
      let next = 0;
      for (const { start, end, begins } of shots) {
        expect(start).toBe(next);
        expect(end).toBeGreaterThan(start);
        expect(begins === 'start').toBe(start === 0);
        next = end;
      }
      expect(next).toBe(rows.length);
    }),
  );
});
