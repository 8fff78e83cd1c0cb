import type { Rejection } from '@framesieve/core';
import { makeScoreTable } from '@framesieve/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChartInput } from '../chart/chart-input.ts';
import { textChart } from './text-chart.ts';

interface Example {
  readonly scores: readonly number[];
  readonly direction?: 'higher' | 'lower';
  readonly picks?: readonly number[];
  readonly rejected?: readonly Rejection[];
}

function chart({ scores, direction = 'lower', picks = [], rejected = [] }: Example): ChartInput {
  const table = makeScoreTable({ scores: { 'niqe/framesieve': scores } });
  return {
    table: { ...table, metrics: table.metrics.map(metric => ({ ...metric, direction })) },
    picked: picks.map((ordinal, i) => ({ ordinal, rank: i + 1, tier: 'top', reason: '' })),
    rejected,
  };
}

const valley = Array.from({ length: 300 }, (_, i) => 10 - 8 * Math.sin((Math.PI * i) / 300));

it('draws a curve over the whole video, the better the higher', () => {
  const lines = textChart(chart({ scores: valley, picks: [150] }), {
    width: 46,
    height: 4,
    ascii: true,
  }).split('\n');
  expect(lines).toEqual([
    'niqe/framesieve, lower is better: best 2.00, median 4.34, worst 10.00',
    'picks                     1',
    ' 2.00 +           __#############__',
    '      |       _#######################_',
    '      |    _#############################__',
    '10.00 +__####################################_',
    '      ++------------------+-------------------',
    '       0:00               0:15',
  ]);
});

it('turns with the direction of the metric', () => {
  const lines = (direction: 'higher' | 'lower') =>
    textChart(chart({ scores: valley, direction }), { width: 46, height: 4, ascii: true }).split('\n');
  expect(lines('higher')[0]).toContain('higher is better: best 10.00');
  expect(lines('higher')[1]).toMatch(/^10\.00 \+#+_ +_+#$/);
  expect(lines('lower')[1]).toMatch(/^ 2\.00 \+ +_+#+_+$/);
});

it('marks what was rejected, with capitals where it is at least half', () => {
  const rejected: Rejection[] = [];
  for (let ordinal = 100; ordinal < 150; ordinal++)
    rejected.push({ ordinal, reason: 'black', inFavourOf: null });
  rejected.push({ ordinal: 3, reason: 'blurred', inFavourOf: null });
  rejected.push({ ordinal: 200, reason: 'gap', inFavourOf: 150 });
  const text = textChart(chart({ scores: valley, rejected }), { width: 46, height: 3 });
  expect(text).toMatch(/\nout {4}l {12}[bB]B+b?\nLeft out/);
  expect(text).toContain('b  black (50)');
  expect(text).toContain('l  blurred (1)');
  expect(text).not.toContain('gap');
});

it('leaves frames without a score blank, and holds one that is shown for several columns', () => {
  const bars = (scores: readonly number[]) =>
    textChart(chart({ scores }), { width: 48, height: 2 })
      .split('\n')
      .find(line => line.includes('┤') && line.includes('█'));
  expect(bars([1, 9, 9])).toMatch(/┤█{20,21}$/);
  expect(bars([1, Number.NaN, 1])).toMatch(/┤█{20,21} {20,21}█$/);
});

it('says so where there is nothing to draw', () => {
  expect(textChart(chart({ scores: [] }))).toBe('No frame has been scored.');
  expect(textChart(chart({ scores: [Number.NaN, Number.NaN] }))).toContain('no frame has a score');
});

it('is no wider than asked for, whatever it shows, and plain unless asked', () => {
  const score = fc.oneof(fc.double({ min: -1000, max: 1000, noNaN: true }), fc.constant(Number.NaN));
  const example = fc.array(score, { minLength: 1, maxLength: 400 }).chain(scores =>
    fc.record({
      scores: fc.constant(scores),
      direction: fc.constantFrom('higher' as const, 'lower' as const),
      picks: fc.uniqueArray(fc.integer({ min: 0, max: scores.length - 1 }), { maxLength: 60 }),
    }),
  );
  fc.assert(
    fc.property(
      example,
      fc.integer({ min: 40, max: 200 }),
      fc.integer({ min: 2, max: 30 }),
      (given, width, height) => {
        const input = chart(given);
        const plain = textChart(input, { width, height });
        for (const line of plain.split('\n').slice(1)) expect([...line].length).toBeLessThanOrEqual(width);
        expect(plain).not.toContain('\x1b');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of colours begin with one.
        expect(textChart(input, { width, height, color: true }).replaceAll(/\x1b\[[\d;]*m/g, '')).toBe(plain);
        expect(textChart(input, { width, height, ascii: true })).toMatch(/^[\n -~–]*$/);
        for (const rank of given.picks.keys()) {
          if (!plain.includes('no room')) expect(plain).toMatch(new RegExp(`(^|\\D)${rank + 1}(\\D|$)`, 'm'));
        }
      },
    ),
  );
});

it('lets nothing in the name of a metric reach the terminal', () => {
  const table = makeScoreTable({ scores: { 'x\x1b[2J\u202e\n': [1, 2] } });
  expect(textChart({ table, picked: [], rejected: [] }).split('\n')[0]).toMatch(/^x\ufffd\[2J\ufffd\ufffd, /);
});
