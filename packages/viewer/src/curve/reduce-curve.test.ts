import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codesOf } from '../selecting/reason-codes.ts';
import { drawCurve } from './draw-curve.ts';
import { appendColumns, noColumns, type RunColumns, rowOfOrdinal } from './run-columns.ts';

const noMarks = { codes: new Uint8Array(), picks: [], shots: null };

function columnsOf(frames: readonly { ordinal: number; time: number; score: number }[]): RunColumns {
  return appendColumns(noColumns, {
    ordinals: Uint32Array.from(frames, frame => frame.ordinal),
    timeSeconds: Float64Array.from(frames, frame => frame.time),
    scores: Float64Array.from(frames, frame => frame.score),
  });
}

const anyScore = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
/** Frames at times that mostly ascend, some of them equal. */
const anyFrames = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 4 }),
      step: fc.double({ min: 0, max: 2, noNaN: true }),
      score: anyScore,
    }),
    {
      minLength: 1,
      maxLength: 400,
    },
  )
  .map(parts => {
    let [ordinal, time] = [0, 0];
    return parts.map(({ gap, step, score }) => {
      ordinal += gap;
      time += step;
      return { ordinal, time, score };
    });
  });
const distinct = anyFrames.map(frames => frames.map((frame, i) => ({ ...frame, time: frame.time + i / 64 })));
const anyDirection = fc.constantFrom('higher' as const, 'lower' as const);

describe('a reduced curve', () => {
  it('has the lowest and highest score of each column, and its best frame, as a plain loop finds them', () => {
    fc.assert(
      fc.property(
        distinct,
        fc.integer({ min: 1, max: 60 }),
        anyDirection,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (frames, columns, direction, a, b) => {
          const length = frames.at(-1)!.time;
          const [from, to] = [Math.min(a, b) * length, Math.max(a, b) * length];
          const curve = drawCurve(columnsOf(frames), direction, { from, to, columns }, noMarks);
          expect(curve.times.length).toBeLessThanOrEqual(columns + 2);
          const inside = frames.filter(({ time }) => time >= from && time < to);
          const first = inside[0] ? frames.indexOf(inside[0]) : frames.findIndex(({ time }) => time >= from);
          const start = first < 0 ? frames.length : first;
          const drawn = frames.slice(Math.max(0, start - 1), start + inside.length + 1);
          expect(curve.isExact).toBe(inside.length <= columns);
          let at = 0;
          for (const [point, time] of curve.times.entries()) {
            const group: typeof frames = [];
            expect(drawn[at]!.time).toBe(time);
            const end = curve.times[point + 1] ?? Number.POSITIVE_INFINITY;
            while (at < drawn.length && drawn[at]!.time < end) group.push(drawn[at++]!);
            const scores = group.map(frame => frame.score).filter(Number.isFinite);
            expect(curve.lows[point]).toBe(scores.length === 0 ? null : Math.min(...scores));
            expect(curve.highs[point]).toBe(scores.length === 0 ? null : Math.max(...scores));
            const best = direction === 'higher' ? curve.highs[point] : curve.lows[point];
            const frame = group.find(({ ordinal }) => ordinal === curve.ordinals[point]);
            expect(frame).toBeDefined();
            if (best !== null) expect(frame!.score).toBe(best);
          }
          expect(at).toBe(drawn.length);
        },
      ),
    );
  });

  it('has each frame where there is room for it, and a frame on either side', () => {
    const frames = Array.from({ length: 10 }, (_, i) => ({
      ordinal: 2 * i,
      time: i,
      score: i === 4 ? Number.NaN : i,
    }));
    const curve = drawCurve(columnsOf(frames), 'higher', { from: 3, to: 6, columns: 3 }, noMarks);
    expect(curve).toMatchObject({
      isExact: true,
      times: [2, 3, 4, 5, 6],
      ordinals: [4, 6, 8, 10, 12],
      lows: [2, 3, null, 5, 6],
      highs: [2, 3, null, 5, 6],
      extent: { from: 0, to: 9, frames: 10 },
    });
  });

  it("holds every pick's score, and shows it in the range of scores", () => {
    fc.assert(
      fc.property(anyFrames, fc.integer({ min: 1, max: 30 }), anyDirection, (frames, columns, direction) => {
        const scored = frames.filter(({ score }) => Number.isFinite(score));
        const picks = scored.filter((_, i) => i % 7 === 0);
        const marks = { ...noMarks, picks: picks.map(pick => pick.ordinal) };
        const curve = drawCurve(columnsOf(frames), direction, { columns }, marks);
        for (const { time, score } of picks) {
          const point = curve.times.findLastIndex(start => start <= time);
          // Of frames of one time, the last point has not all.
          const near = curve.times.flatMap((start, i) => (i === point || start === time ? [i] : []));
          expect(near.some(i => curve.lows[i]! <= score && score <= curve.highs[i]!)).toBe(true);
          expect(curve.scoreRange![0]).toBeLessThanOrEqual(score);
          expect(curve.scoreRange![1]).toBeGreaterThanOrEqual(score);
        }
        if (scored.length === 0) expect(curve.scoreRange).toBeNull();
      }),
    );
  });

  it('has means of the frames around each point, and of five at least', () => {
    const frames = Array.from({ length: 1000 }, (_, i) => ({ ordinal: i, time: i / 10, score: i % 2 }));
    const wide = drawCurve(columnsOf(frames), 'higher', { columns: 100 }, noMarks);
    expect(wide.meanSeconds).toBeCloseTo(1, 1);
    for (const mean of wide.means) expect(Math.abs(mean! - 0.5)).toBeLessThan(0.1);
    const near = drawCurve(columnsOf(frames), 'higher', { from: 50, to: 51, columns: 100 }, noMarks);
    expect(near.meanSeconds).toBeCloseTo(0.5, 1);
    const few = drawCurve(columnsOf(frames.slice(0, 3)), 'higher', { columns: 100 }, noMarks);
    expect(few.means.every(mean => Math.abs(mean! - 1 / 3) < 1e-12)).toBe(true);
  });

  it('shades what is rejected for what it is, where at least half of a column is', () => {
    const frames = Array.from({ length: 100 }, (_, i) => ({ ordinal: i, time: i, score: 1 }));
    const codes = codesOf([
      ...Array.from({ length: 20 }, (_, i) => ({ ordinal: 20 + i, reason: 'black' as const })),
      ...Array.from({ length: 9 }, (_, i) => ({ ordinal: 40 + i, reason: 'gap' as const })),
      ...Array.from({ length: 5 }, (_, i) => ({ ordinal: 60 + 2 * i, reason: 'blurred' as const })),
      ...Array.from({ length: 4 }, (_, i) => ({ ordinal: 80 + 2 * i, reason: 'flat' as const })),
    ]);
    const { rejected } = drawCurve(
      columnsOf(frames),
      'higher',
      { from: 0, to: 100, columns: 10 },
      { ...noMarks, codes },
    );
    expect(rejected).toEqual([
      { from: 20, to: 40, reason: 'black' },
      { from: 60, to: 70, reason: 'blurred' },
    ]);
    const exact = drawCurve(
      columnsOf(frames),
      'higher',
      { from: 35, to: 45, columns: 50 },
      { ...noMarks, codes },
    );
    expect(exact.rejected).toEqual([{ from: 35, to: 40, reason: 'black' }]);
  });

  it('leaves strays out of the range of scores', () => {
    const frames = Array.from({ length: 1000 }, (_, i) => ({
      ordinal: i,
      time: i,
      score: i === 500 ? 1000 : i % 10,
    }));
    const curve = (picks: readonly number[]) =>
      drawCurve(columnsOf(frames), 'lower', { columns: 10 }, { ...noMarks, picks }).scoreRange;
    expect(curve([])).toEqual([0, 9]);
    expect(curve([500])).toEqual([0, 1000]);
  });

  it('has shots no closer than two columns', () => {
    const frames = Array.from({ length: 100 }, (_, i) => ({ ordinal: i, time: i, score: 1 }));
    const shots = Float64Array.of(0, 5, 19, 21, 50, 99);
    const at = (from: number, to: number, columns: number) =>
      drawCurve(columnsOf(frames), 'lower', { from, to, columns }, { ...noMarks, shots }).shots;
    expect(at(0, 100, 10)).toEqual([0, 21, 50, 99]);
    expect(at(0, 20, 100)).toEqual([0, 5, 19]);
  });

  it('is empty where nothing has been scored', () => {
    expect(drawCurve(noColumns, 'lower', { columns: 100 }, noMarks)).toEqual({
      isExact: true,
      times: [],
      ordinals: [],
      lows: [],
      highs: [],
      means: [],
      meanSeconds: 0.01,
      rejected: [],
      shots: null,
      scoreRange: null,
      extent: { from: 0, to: 0, frames: 0 },
    });
  });
});

describe('the columns of a run', () => {
  it('are the same when they are read in parts', () => {
    fc.assert(
      fc.property(anyFrames, fc.array(fc.nat({ max: 400 }), { maxLength: 5 }), (frames, cuts) => {
        const ends = [...cuts, frames.length].map(cut => Math.min(cut, frames.length)).sort((a, b) => a - b);
        let parts: RunColumns = noColumns;
        let start = 0;
        for (const end of ends) {
          const part = frames.slice(start, end);
          parts = appendColumns(parts, {
            ordinals: Uint32Array.from(part, frame => frame.ordinal),
            timeSeconds: Float64Array.from(part, frame => frame.time),
            scores: Float64Array.from(part, frame => frame.score),
          });
          start = end;
        }
        expect(parts).toEqual(columnsOf(frames));
      }),
    );
  });

  it('ascend in time also where timestamps go back, and find frames by their numbers', () => {
    const times = [0, 1, 4, 3, 2, 5, 5, 4.5];
    const frames = times.map((time, ordinal) => ({ ordinal: ordinal * 3, time, score: ordinal }));
    const columns = columnsOf(frames);
    expect([...columns.times]).toEqual(times.toSorted((a, b) => a - b));
    for (const { ordinal, time, score } of frames) {
      const row = rowOfOrdinal(columns, ordinal);
      expect([columns.times[row], columns.scores[row]]).toEqual([time, score]);
    }
    expect(rowOfOrdinal(columns, 1)).toBe(-1);
    expect(rowOfOrdinal(columns, 100)).toBe(-1);
    const more = appendColumns(columns, {
      ordinals: Uint32Array.of(30),
      timeSeconds: Float64Array.of(0.5),
      scores: Float64Array.of(9),
    });
    expect(more).toEqual(columnsOf([...frames, { ordinal: 30, time: 0.5, score: 9 }]));
  });
});
