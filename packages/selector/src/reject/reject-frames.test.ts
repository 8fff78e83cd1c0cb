import { defaultSelection, type OwnReason, type RejectSettings } from '@framesieve/core';
import { makeScoreTable, type ScoreTableParts } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepare } from '../prepare.ts';
import { ownReasons, reasonOf } from './own-reasons.ts';

const framesPerSecond = 25;
/** Two pictures with nothing in common. */
const [first, second] = [0x0f0f_3355_a5c3_9669n, 0xf0c3_9a65_3c69_0f5an];

/**
 * A video of one scene after the other; each fact of a stretch is one value throughout. Where the hash changes there is a cut,
 * unless the change is given.
 */
function videoOf(
  stretches: readonly (Partial<Record<keyof ScoreTableParts, number>> & { frames: number; hash?: bigint })[],
) {
  const column = (name: keyof ScoreTableParts, usual: number) =>
    stretches.flatMap(stretch => new Array<number>(stretch.frames).fill(stretch[name] ?? usual));
  const starts = stretches.map((_, i) => stretches.slice(0, i).reduce((sum, { frames }) => sum + frames, 0));
  const hashes = stretches.flatMap(({ frames, hash = first }) => new Array<bigint>(frames).fill(hash));
  const isCut = (row: number) => row > 0 && hashes[row] !== hashes[row - 1] && starts.includes(row);
  const table = makeScoreTable({
    scores: { 'a/a': column('scores', 5) },
    stepSeconds: 1 / framesPerSecond,
    meanLuma: column('meanLuma', 0.5),
    contrast: column('contrast', 0.2),
    change: column('change', Number.NaN).map((given, row) =>
      Number.isNaN(given) ? (isCut(row) ? 0.3 : 0.01) : given,
    ),
    sharpness: column('sharpness', 0.5),
    noise: column('noise', 0.003),
    blockiness: column('blockiness', 0.02),
    shadows: column('shadows', 0.02),
    highlights: column('highlights', 0.02),
    dominance: column('dominance', 0.1),
    perceptualHash: hashes,
    corrupt: column('corrupt', 0),
  });
  return { table, starts };
}

/** The reasons that each stretch's frames are rejected for. */
function verdictsOf(
  stretches: Parameters<typeof videoOf>[0],
  reject: Partial<RejectSettings> = {},
): readonly (readonly (OwnReason | null)[])[] {
  const { table, starts } = videoOf(stretches);
  const settings = { ...defaultSelection, reject: { ...defaultSelection.reject, ...reject } };
  const { codes } = prepare({ table, settings });
  return stretches.map(({ frames }, i) => {
    const own = [...codes.subarray(starts[i]!, starts[i]! + frames)];
    return [...new Set(own)].map(reasonOf);
  });
}

const good = { frames: 50 };
const defects = [
  ['underexposed', { meanLuma: 0.12, shadows: 0.4 }],
  ['overexposed', { meanLuma: 0.85, highlights: 0.5 }],
  ['noisy', { noise: 0.04, sharpness: 0.8 }],
  ['blocky', { blockiness: 0.8 }],
  ['blurred', { sharpness: 0.2 }],
] as const;

describe('defects, against what surrounds them', () => {
  it.each(defects)('rejects %s stretches, short and as long as the good ones', (reason, facts) => {
    for (const frames of [1, 20, 50]) {
      expect(verdictsOf([good, { frames, ...facts }, good, { frames, ...facts }, good])).toEqual([
        [null],
        [reason],
        [null],
        [reason],
        [null],
      ]);
    }
  });

  it('tells all of them apart in one video', () => {
    const stretches = defects.flatMap(([, facts]) => [good, { frames: 50, ...facts }]);
    expect(verdictsOf(stretches)).toEqual(defects.flatMap(([reason]) => [[null], [reason]]));
  });

  it.each(defects)('keeps a scene that is %s throughout, beside one that is not', (_, facts) => {
    expect(verdictsOf([{ frames: 150 }, { frames: 150, hash: second, ...facts }])).toEqual([[null], [null]]);
  });

  it('compares shots that show the same thing, as of a conversation', () => {
    const there = { frames: 40, hash: second };
    expect(
      verdictsOf([{ frames: 20, sharpness: 0.15 }, there, { frames: 60 }, there, { frames: 60 }]),
    ).toEqual([['blurred'], [null], [null], [null], [null]]);
  });

  it('keeps what is a little worse, unless all around it is very steady', () => {
    const lively = [0.5, 0.42, 0.36, 0.46, 0.4, 0.34].map(sharpness => ({ frames: 10, sharpness }));
    const softer = { frames: 10, sharpness: 0.35 };
    expect(verdictsOf([...lively, softer, ...lively])[6]).toEqual([null]);
    expect(verdictsOf([good, softer, good])[1]).toEqual(['blurred']);
    expect(verdictsOf([good, { frames: 10, sharpness: 0.45 }, good])[1]).toEqual([null]);
  });

  it.each(defects)(
    'keeps what is %s because the picture has become another one without a cut',
    (_, facts) => {
      expect(verdictsOf([{ frames: 100 }, { frames: 60, hash: second, change: 0.01, ...facts }])).toEqual([
        [null],
        [null],
      ]);
    },
  );

  it('finds a focus that is slowly lost and found', () => {
    const losing = [0.5, 0.45, 0.38, 0.3, 0.22, 0.18].map(sharpness => ({ frames: 4, sharpness }));
    const verdicts = verdictsOf([
      good,
      ...losing,
      { frames: 30, sharpness: 0.18 },
      ...losing.toReversed(),
      good,
    ]);
    expect(verdicts.flat()).toEqual([
      ...[null, null, null],
      ...['blurred', 'blurred', 'blurred', 'blurred', 'blurred', 'blurred', 'blurred', 'blurred', 'blurred'],
      ...[null, null, null],
    ]);
  });

  it('leaves no holes in a bad stretch', () => {
    const lively = [0.5, 0.42, 0.36, 0.46, 0.4].map(sharpness => ({ frames: 20, sharpness }));
    const blurred = [0.25, 0.31, 0.26, 0.3, 0.25].map(sharpness => ({ frames: 2, sharpness }));
    const verdicts = verdictsOf([...lively, ...blurred, ...lively]).map(([verdict]) => verdict);
    expect(verdicts).toEqual([
      ...lively.map(() => null),
      ...blurred.map(() => 'blurred'),
      ...lively.map(() => null),
    ]);
    expect(verdictsOf([...lively, { frames: 2, sharpness: 0.31 }, ...lively])[5]).toEqual([null]);
  });

  it.each(defects)('keeps %s frames where the rule is switched off', (reason, facts) => {
    const rules = {
      underexposed: 'exposure',
      overexposed: 'exposure',
      noisy: 'noisy',
      blocky: 'blocky',
      blurred: 'blurred',
    } as const;
    expect(verdictsOf([good, { frames: 20, ...facts }, good], { [rules[reason]]: null })[1]).toEqual([null]);
  });

  it('lets pass what has facts that are not known', () => {
    const facts = ['sharpness', 'noise', 'blockiness', 'shadows', 'highlights', 'dominance'] as const;
    const unknown = Object.fromEntries(facts.map(fact => [fact, Number.NaN]));
    expect(verdictsOf([{ frames: 100, ...unknown }])).toEqual([[null]]);
    const all = ['meanLuma', 'contrast', 'change', ...facts] as const;
    expect(verdictsOf([{ frames: 100, ...Object.fromEntries(all.map(fact => [fact, Number.NaN])) }])).toEqual(
      [[null]],
    );
  });

  it('says nothing of a few frames, of which nothing is usual', () => {
    expect(verdictsOf([{ frames: 2 }, { frames: 1, sharpness: 0.1 }])).toEqual([[null], [null]]);
  });
});

describe('frames that are bad by themselves', () => {
  it('names the first reason that applies', () => {
    expect(
      verdictsOf([
        good,
        { frames: 10, scores: Number.NaN, meanLuma: 0 },
        { frames: 10, meanLuma: 0, contrast: 0 },
        { frames: 10, meanLuma: 1, contrast: 0 },
        { frames: 10, contrast: 0.01, sharpness: 0.1 },
      ]),
    ).toEqual([[null], ['unscorable'], ['black'], ['white'], ['flat']]);
  });
});

describe('cards', () => {
  const card = {
    frames: 50,
    hash: second,
    dominance: 0.95,
    noise: 0,
    change: 0,
    contrast: 0.1,
    sharpness: 2,
  };

  it('rejects cards, still ones on any tone and rolling ones on black or white', () => {
    const rolling = { ...card, change: 0.03, shadows: 0.9, meanLuma: 0.08 };
    expect(verdictsOf([{ frames: 100 }, card, { frames: 100 }, rolling])).toEqual([
      [null],
      ['card'],
      [null],
      ['card'],
    ]);
  });

  it('keeps a bird in the sky: it moves, or the camera has noise', () => {
    expect(verdictsOf([{ frames: 100 }, { ...card, change: 0.01 }])[1]).toEqual([null]);
    expect(verdictsOf([{ frames: 100 }, { ...card, noise: 0.003 }])[1]).toEqual([null]);
  });

  it('keeps slides where they are what the video shows', () => {
    expect(verdictsOf([card, { frames: 20 }, card])[0]).toEqual([null]);
  });
});

describe('damage', () => {
  const corrupt = { frames: 3, corrupt: 1 };
  const glitch = { frames: 1, meanLuma: 0.6, change: 0.15 };
  const after = { frames: 1, change: 0.14 };

  it('is rejected where the decoder reports it, and where one frame is unlike those beside it', () => {
    expect(verdictsOf([good, corrupt, good, glitch, after, good])).toEqual([
      [null],
      ['damaged'],
      [null],
      ['damaged'],
      [null],
      [null],
    ]);
  });

  it('is kept where the rule is switched off, or is not named by settings from before it', () => {
    const stretches = [good, corrupt, good, glitch, after, good];
    const nothing = stretches.map(() => [null]);
    expect(verdictsOf(stretches, { damaged: null })).toEqual(nothing);
    const { table } = videoOf(stretches);
    const { damaged: _, ...before } = defaultSelection.reject;
    const settings = { ...defaultSelection, reject: before as RejectSettings };
    expect(prepare({ table, settings }).codes.every(code => code === 0)).toBe(true);
  });

  it('neither interrupts a bad stretch nor says what is usual', () => {
    const blurred = { frames: 12, sharpness: 0.2 };
    const verdicts = verdictsOf([
      good,
      blurred,
      { ...corrupt, sharpness: 3 },
      blurred,
      { ...glitch, sharpness: 3 },
      { ...blurred, ...after, sharpness: 0.2 },
      blurred,
      good,
    ]).map(([verdict]) => verdict);
    expect(verdicts).toEqual([null, 'blurred', 'damaged', 'blurred', 'damaged', 'blurred', 'blurred', null]);
    const sharp = { frames: 60, corrupt: 1, sharpness: 3 };
    expect(verdictsOf([{ frames: 20 }, sharp, { frames: 20 }])).toEqual([[null], ['damaged'], [null]]);
  });
});

it('has a code for each reason', () => {
  expect(ownReasons.map((_, i) => reasonOf(i + 1))).toEqual(ownReasons);
  expect(reasonOf(0)).toBeNull();
});

it('takes no notice of facts of another order of magnitude elsewhere in time, for any lengths', () => {
  const arbitrary = fc.record({
    before: fc.integer({ min: 30, max: 200 }),
    bad: fc.integer({ min: 1, max: 60 }),
    after: fc.integer({ min: 60, max: 200 }),
    other: fc.integer({ min: 0, max: 300 }),
    defect: fc.constantFrom(...defects),
  });
  fc.assert(
    fc.property(arbitrary, ({ before, bad, after, other, defect: [reason, facts] }) => {
      const verdicts = verdictsOf([
        { frames: before },
        { frames: bad, ...facts },
        { frames: after },
        {
          frames: other,
          hash: second,
          meanLuma: 0.2,
          sharpness: 1.5,
          noise: 0.05,
          blockiness: 1.5,
          shadows: 0.8,
        },
      ]);
      expect(verdicts.slice(0, 3)).toEqual([[null], [reason], [null]]);
    }),
    { numRuns: 40 },
  );
});
