import { makeScoreTable, type ScoreTableParts } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGlitches } from './find-glitches.ts';

const times = 1.5;

type Facts = Omit<ScoreTableParts, 'scores'>;

function glitchesOf(facts: Facts & { readonly change: readonly number[] }): readonly number[] {
  const rows = facts.change.map((_, row) => row);
  const table = makeScoreTable({ scores: { 'a/a': rows }, perceptualHash: rows.map(() => 0n), ...facts });
  const { usual } = findGlitches(table, times);
  return rows.filter(row => !Number.isNaN(usual[row]!));
}

/** A column of one value, but for some rows. */
function column<T>(length: number, usual: T, others: Readonly<Record<number, T>> = {}): T[] {
  return Array.from({ length }, (_, row) => others[row] ?? usual);
}

/** The hash of a frame of which a fifth is covered. */
const covered = 0xfffn;

describe('finds', () => {
  it('a frame with a bar, which leaves the hash as it is, by its mean luma', () => {
    expect(
      glitchesOf({
        change: column(20, 0.01, { 8: 0.03, 9: 0.028 }),
        meanLuma: column(20, 0.5, { 8: 0.515, 9: 0.503 }),
      }),
    ).toEqual([8]);
  });

  it('a frame that is clearly brighter by a smaller change', () => {
    const change = column(20, 0.01, { 8: 0.013, 9: 0.013 });
    expect(glitchesOf({ change, meanLuma: column(20, 0.5, { 8: 0.508 }) })).toEqual([8]);
    expect(glitchesOf({ change, meanLuma: column(20, 0.5, { 8: 0.5035 }) })).toEqual([]);
    expect(glitchesOf({ change, perceptualHash: column(20, 0n, { 8: covered }) })).toEqual([]);
  });

  it('a frame of another picture that is as bright', () => {
    expect(
      glitchesOf({
        change: column(20, 0.01, { 8: 0.2, 9: 0.19 }),
        perceptualHash: column(20, 0n, { 8: covered }),
      }),
    ).toEqual([8]);
  });

  it.each([2, 3])('%i such frames in a row', length => {
    const frames = Object.fromEntries(Array.from({ length }, (_, i) => [8 + i, covered]));
    expect(
      glitchesOf({
        change: column(20, 0.01, { 8: 0.2, [8 + length]: 0.19 }),
        perceptualHash: column(20, 0n, frames),
      }),
    ).toEqual(Object.keys(frames).map(Number));
  });

  it('every fifth frame, and one next to a cut', () => {
    const change = Array.from({ length: 60 }, (_, row) =>
      row === 32 ? 0.4 : row % 5 < 2 && row > 1 ? 0.05 : 0.01,
    );
    const meanLuma = change.map((_, row) => (row % 5 === 0 ? 0.53 : 0.5));
    const perceptualHash = change.map((_, row) => (row < 32 ? 0n : 0xffff_ffffn));
    const found = glitchesOf({ change, meanLuma, perceptualHash });
    expect(found).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]);
  });
});

describe('takes for none', () => {
  it.each([
    [
      'a cut',
      column(20, 0.01, { 8: 0.3 }),
      column(20, 0n, Object.fromEntries(column(12, covered).map((h, i) => [8 + i, h]))),
    ],
    [
      'fast motion',
      column(20, 0.01, { 8: 0.2, 9: 0.2, 10: 0.2, 11: 0.2 }),
      column(20, 0n, { 9: covered, 11: covered }),
    ],
    ['a shaky camera', column(20, 0.15), column(20, 0n, { 4: covered, 8: covered, 12: covered })],
    [
      'animation on twos',
      column(20, 0, { 2: 0.1, 4: 0.1, 6: 0.1, 8: 0.1, 10: 0.1, 12: 0.1 }),
      column(20, 0n, { 6: covered, 7: covered }),
    ],
    [
      'a repeated frame in three',
      [0, 1, 2, 3, 4, 5, 6].flatMap(() => [0, 0.1, 0.1]),
      column(21, 0n, { 7: covered }),
    ],
    [
      'a drawing that is held for two frames',
      column(20, 0, { 8: 0.02, 10: 0.02 }),
      column(20, 0n, { 8: 3n, 9: 3n }),
    ],
    [
      'a picture that moves on in two steps',
      column(20, 0.01, { 8: 0.2, 9: 0.2 }),
      column(20, 0n, { 8: 0xfn, ...Object.fromEntries(column(11, 0xffn).map((h, i) => [9 + i, h])) }),
    ],
    ['what nobody sees', column(20, 0, { 8: 0.005, 9: 0.005 }), column(20, 0n, { 8: covered })],
  ])('%s', (_, change, perceptualHash) => {
    expect(glitchesOf({ change, perceptualHash })).toEqual([]);
  });

  it('a fade, or a light that is switched on', () => {
    const rows = Array.from({ length: 40 }, (_, row) => row);
    const fading = rows.map(row => Math.max(0, Math.min(1, (row - 10) / 10)));
    expect(
      glitchesOf({ change: rows.map(row => (row > 10 && row <= 20 ? 0.05 : 0.001)), meanLuma: fading }),
    ).toEqual([]);
    const lit = rows.map(row => (row < 10 ? 0.2 : row === 10 ? 0.4 : 0.6));
    expect(glitchesOf({ change: column(40, 0.001, { 10: 0.2, 11: 0.2 }), meanLuma: lit })).toEqual([]);
  });
});

it('knows nothing where the frames beside it were not sampled, and at the ends', () => {
  const table = makeScoreTable({
    scores: { 'a/a': column(20, 1) },
    change: column(20, 0.01, { 1: 0.2, 8: 0.2, 9: 0.2, 19: 0.2 }),
    perceptualHash: column(20, 0n, { 8: covered, 19: covered }),
  });
  const sampled = { ...table, ordinals: table.ordinals.map(ordinal => 2 * ordinal) };
  expect(findGlitches(sampled, times).usual.every(Number.isNaN)).toBe(true);
  const { usual } = findGlitches(table, times);
  expect([usual[0], usual[19]]).toEqual([Number.NaN, Number.NaN]);
  expect(usual[8]).toBeCloseTo(0.01);
});

it('finds one wherever it is in a steady video, and nothing else, by as many times as it is told', () => {
  const arbitrary = fc.record({
    changes: fc.array(fc.double({ min: 0.008, max: 0.01, noNaN: true }), { minLength: 8, maxLength: 60 }),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    factor: fc.double({ min: 1.1, max: 20, noNaN: true }),
    limit: fc.double({ min: 1.1, max: 20, noNaN: true }),
  });
  fc.assert(
    fc.property(arbitrary, ({ changes, place, factor, limit }) => {
      const at = 3 + Math.floor(place * (changes.length - 7));
      const change = changes.map((value, row) => (row === at || row === at + 1 ? 0.01 * factor : value));
      const table = makeScoreTable({
        scores: { 'a/a': change },
        change,
        perceptualHash: change.map((_, row) => (row === at ? covered : 0n)),
      });
      const { usual } = findGlitches(table, limit);
      const found = change.map((_, row) => row).filter(row => !Number.isNaN(usual[row]!));
      if (factor > limit) expect(found).toEqual([at]);
      else if (factor < 0.8 * limit) expect(found).toEqual([]);
    }),
  );
});

it('finds nothing in a picture that only moves on, however it does', () => {
  const step = fc.record({ change: fc.double({ min: 0, max: 0.5, noNaN: true }), bits: fc.nat({ max: 6 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), steps => {
      let bits = 0;
      const hashes = steps.map(step => {
        bits = Math.min(64, bits + step.bits);
        return (1n << BigInt(bits)) - 1n;
      });
      const meanLuma = hashes.map((_, row) => row / 100);
      const table = makeScoreTable({
        scores: { 'a/a': meanLuma },
        change: steps.map(({ change }) => change),
        meanLuma,
        contrast: meanLuma.map(luma => luma / 4),
        perceptualHash: hashes,
      });
      expect(findGlitches(table, times).usual.every(Number.isNaN)).toBe(true);
    }),
  );
});
