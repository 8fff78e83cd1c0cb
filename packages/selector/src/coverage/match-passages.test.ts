import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchPassages } from './match-passages.ts';

interface Row {
  readonly stretch: number;
  readonly passage: number;
  readonly quality: number;
}

function match(rows: readonly Row[], stretchCount: number, passageCount: number): readonly number[] {
  const quality = Float64Array.from(rows, row => row.quality);
  const candidates = Uint32Array.from(
    rows.map((_, row) => row).toSorted((a, b) => quality[b]! - quality[a]! || a - b),
  );
  const matched = matchPassages(
    {
      count: stretchCount,
      picks: stretchCount,
      ofRow: Uint32Array.from(rows, row => row.stretch),
      describe: String,
    },
    { count: passageCount, ofRow: Int32Array.from(rows, row => row.passage) },
    candidates,
    quality,
    new Uint8Array(stretchCount),
    new Uint8Array(passageCount),
  );
  return [...matched];
}

/** Rows along the timeline: each step goes to the next stretch, to the next passage, or to both. */
const timeline = fc
  .array(fc.record({ toStretch: fc.boolean(), toPassage: fc.boolean(), quality: fc.nat({ max: 20 }) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map(steps => {
    let [stretch, passage] = [0, 0];
    return steps.map(({ toStretch, toPassage, quality }) => {
      stretch += Number(toStretch);
      passage += Number(toPassage);
      return { stretch, passage, quality };
    });
  })
  // Where three quarters are equal, the fence would leave out the others.
  .filter(rows => !isFenced(rows));

function isFenced(rows: readonly Row[]): boolean {
  const best = rows.map(({ quality }) => quality).sort((a, b) => b - a);
  const quartile = (share: number) => best[Math.floor(share * (best.length - 1))]!;
  return best.at(-1)! < quartile(0.75) - 1.5 * (quartile(0.25) - quartile(0.75));
}

function worth(rows: readonly Row[], matched: readonly number[]): readonly [number, number] {
  const parts = matched.flatMap((passage, stretch) =>
    passage === -1
      ? []
      : [
          Math.max(
            ...rows.filter(row => row.stretch === stretch && row.passage === passage).map(row => row.quality),
          ),
        ],
  );
  return [parts.length, parts.reduce((sum, part) => sum + part, 0)];
}

function bestWorth(
  rows: readonly Row[],
  stretch: number,
  stretches: number,
  taken: readonly number[],
): readonly number[] {
  if (stretch === stretches) return worth(rows, taken);
  const free = [...new Set(rows.filter(row => row.stretch === stretch).map(({ passage }) => passage))].filter(
    passage => !taken.includes(passage),
  );
  return [-1, ...free]
    .map(passage => bestWorth(rows, stretch + 1, stretches, [...taken, passage]))
    .reduce((a, b) => (b[0]! > a[0]! || (b[0] === a[0] && b[1]! > a[1]!) ? b : a));
}

it('covers as many passages as can be, with frames as good as can be', () => {
  fc.assert(
    fc.property(timeline, rows => {
      const { stretch, passage } = rows.at(-1)!;
      const matched = match(rows, stretch + 1, passage + 1);
      const taken = matched.filter(part => part !== -1);
      expect(new Set(taken).size).toBe(taken.length);
      expect(worth(rows, matched)).toEqual(bestWorth(rows, 0, stretch + 1, []));
    }),
  );
});

it('takes the best of many passages in a stretch, not the first', () => {
  const rows = [5, 7, 6, 5].map((quality, passage) => ({ stretch: 0, passage, quality }));
  expect(match(rows, 1, 4)).toEqual([1]);
});

it('leaves a passage to the stretch that has no other', () => {
  const rows = [
    { stretch: 0, passage: 0, quality: 5 },
    { stretch: 0, passage: 1, quality: 7 },
    { stretch: 1, passage: 1, quality: 6 },
  ];
  expect(match(rows, 2, 2)).toEqual([0, 1]);
});
