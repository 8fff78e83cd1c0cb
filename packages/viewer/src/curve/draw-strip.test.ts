import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codesOf } from '../selecting/reason-codes.ts';
import { drawStrip, type StripMarks } from './draw-strip.ts';
import { appendColumns, noColumns } from './run-columns.ts';

function run(length: number, score: (row: number) => number = row => row % 10) {
  return appendColumns(noColumns, {
    ordinals: Uint32Array.from({ length }, (_, row) => row * 2),
    timeSeconds: Float64Array.from({ length }, (_, row) => row / 4),
    scores: Float64Array.from({ length }, (_, row) => score(row)),
  });
}
const none: StripMarks = { codes: new Uint8Array(), ranks: new Map() };

it('covers a range with cells of a grid that is the same for every range', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 130, noNaN: true }),
      fc.double({ min: 0, max: 130, noNaN: true }),
      (length, most, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const columns = run(length);
        const { step, cells } = drawStrip(columns, 'higher', { from, to, cells: most }, none);
        expect(cells.length).toBeLessThanOrEqual(most);
        expect(Math.log2(step) % 1).toBe(0);
        for (const [i, cell] of cells.entries()) {
          expect(cell.from).toBe(columns.times[cell.cell * step]);
          expect(cell.timeSeconds).toBeGreaterThanOrEqual(cell.from);
          expect(cell.timeSeconds).toBeLessThan(cell.to);
          if (i > 0) expect(cell.from).toBe(cells[i - 1]!.to);
        }
        if (from >= to || from >= length / 4) return;
        expect(cells[0]!.from).toBeLessThanOrEqual(from);
        expect(cells.at(-1)!.to).toBeGreaterThanOrEqual(Math.min(to, (length - 1) / 4));
        // With half the step there would be too many.
        const half = drawStrip(columns, 'higher', { from, to, cells: 400 }, none);
        if (step > 1) expect(half.step).toBeLessThanOrEqual(step);
      },
    ),
  );
});

it('shows the best pick of a cell, else the best frame that is not rejected for what it is', () => {
  const codes = codesOf([
    { ordinal: 16, reason: 'gap' },
    { ordinal: 18, reason: 'blurred' },
  ]);
  const cellsWith = (marks: StripMarks, direction: 'higher' | 'lower' = 'higher') =>
    drawStrip(run(40), direction, { from: 0, to: 10, cells: 5 }, marks).cells;
  expect(cellsWith(none).map(cell => cell.ordinal)).toEqual([14, 18, 38, 58, 78]);
  expect(cellsWith(none, 'lower').map(cell => cell.ordinal)).toEqual([0, 20, 40, 60, 64]);
  const [, second] = cellsWith({ ...none, codes });
  expect(second).toMatchObject({ ordinal: 16, reason: 'gap', score: 8 });
  const ranks = new Map([
    [22, 7],
    [24, 2],
    [0, 1],
  ]);
  expect(cellsWith({ codes, ranks })[1]).toMatchObject({ ordinal: 24, reason: null, score: 2 });
});

it('shows something also where nothing has a score', () => {
  const { cells } = drawStrip(
    run(4, () => Number.NaN),
    'higher',
    { from: 0, to: 1, cells: 1 },
    none,
  );
  expect(cells).toEqual([
    { cell: 0, from: 0, to: 1, ordinal: 4, timeSeconds: 0.5, score: null, reason: null },
  ]);
  expect(drawStrip(noColumns, 'higher', { from: 0, to: 1, cells: 1 }, none).cells).toEqual([]);
});
