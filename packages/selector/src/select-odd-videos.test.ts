import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byTime, ordinals, pick } from '../test/pick.ts';

describe('odd videos', () => {
  it('picks from three frames', () => {
    for (const coverage of [byTime(10), { by: 'shot', picks: 1, per: 'shot' } as const]) {
      const { picked } = pick(
        { scores: { 'a/a': [3, 1, 2] }, stepSeconds: 0.04, perceptualHash: [0n, 0n, 0n] },
        { top: { count: 10, percent: null }, coverage, minGapSeconds: 1, maxHashDistance: 4 },
      );
      expect(ordinals(picked)).toEqual([1, 2, 0]);
    }
  });

  it('gives all frames where more are asked for than there are', () => {
    const { picked } = pick({ scores: { 'a/a': [3, 1, 2] } }, { top: { count: 50, percent: null } });
    expect(ordinals(picked)).toEqual([1, 2, 0]);
  });

  it('keeps the gap in time where frames are not evenly spaced, and where times run backward', () => {
    const timeSeconds = [0, 0.01, 0.02, 5, 5.5, 4.9, 4.8, 12, 12, 20];
    const { picked } = pick(
      { scores: { 'a/a': timeSeconds.map((_, row) => row) }, timeSeconds },
      { top: { count: null, percent: 100 }, minGapSeconds: 1 },
    );
    expect(ordinals(picked)).toEqual([0, 3, 7, 9]);
  });

  it('divides all of the time into stretches where times run backward', () => {
    const timeSeconds = [10, 11, 12, 0, 1, 2];
    const { picked } = pick({ scores: { 'a/a': [1, 2, 3, 4, 5, 6] }, timeSeconds }, { coverage: byTime(2) });
    expect(ordinals(picked)).toEqual([0, 3]);
  });

  it('picks from a fade only what is whole', () => {
    const shares = Array.from({ length: 30 }, (_, row) => 1 - row / 30);
    const { picked, relaxed } = pick(
      {
        scores: { 'a/a': shares.map((_, row) => row) },
        meanLuma: shares.map(share => 0.5 * share),
        contrast: shares.map(share => 0.3 * share),
        perceptualHash: shares.map(() => 5n),
        stepSeconds: 0.04,
      },
      { top: { count: 5, percent: null }, coverage: byTime(3) },
    );
    // The first two have nearly all of their contrast.
    expect(ordinals(picked)).toEqual([0, 1]);
    expect(relaxed).toEqual([]);
  });

  it('gives up the mildest rejections first where everything is rejected', () => {
    const { picked, relaxed } = pick(
      { scores: { 'a/a': [2, 1, 3] }, meanLuma: [0, 0, 0] },
      { coverage: byTime(4) },
    );
    expect(ordinals(picked)).toEqual([1]);
    expect(relaxed).toEqual([
      'blurred, noisy, blocky and badly exposed frames allowed',
      'fades and cards allowed',
      'damaged frames allowed',
      'black, white and flat frames allowed',
    ]);
  });
});

it('picks no damaged frame while another one is there, however good, and the best of them where none is', () => {
  const scores = { 'a/a': [1, 2, 5, 6, 7, 3] };
  const corrupt = [1, 1, 0, 0, 0, 1];
  const settings = { top: { count: 1, percent: null }, coverage: byTime(0) };
  expect(ordinals(pick({ scores, corrupt }, settings).picked)).toEqual([2]);
  const { picked, relaxed } = pick({ scores, corrupt: scores['a/a'].map(() => 1) }, settings);
  expect(ordinals(picked)).toEqual([0]);
  expect(relaxed.at(-1)).toBe('damaged frames allowed');
});

it('ranks by score, and chooses no fluke', () => {
  const rows = Array.from({ length: 40 }, (_, row) => row);
  const { picked } = pick(
    {
      scores: { 'a/a': rows.map(row => (row === 7 ? 1 : row >= 25 && row < 30 ? 3 : 5)) },
      perceptualHash: rows.map(() => 9n),
    },
    { top: { count: 1, percent: null } },
  );
  expect(ordinals(picked)).toEqual([25]);
  expect(picked[0]?.reason).toContain('place 2 of 40');
});

it('picks the same where a worse frame of another shot comes after all', () => {
  const row = fc.record({ score: fc.integer({ min: 0, max: 50 }), sharpness: fc.constantFrom(0.1, 0.5) });
  const rows = fc.array(row, { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 4 }), (frames, count) => {
      const select = (isLonger: boolean) => {
        const all = isLonger ? [...frames, { score: 99, sharpness: 0.5 }] : frames;
        return pick(
          {
            scores: { 'a/a': all.map(({ score }) => score) },
            sharpness: all.map(({ sharpness }) => sharpness),
            change: all.map((_, i) => (i < frames.length ? 0.01 : 0.4)),
            perceptualHash: all.map((_, i) => (i < frames.length ? 9n : 0x5a5a_1234_8888_4321n)),
            timeSeconds: all.map((_, i) => (i < frames.length ? i / 8 : 1000)),
          },
          { top: { count, percent: null }, minGapSeconds: 0.5 },
        );
      };
      const before = select(false);
      // Where the number is not reached without it, it may be what fills up.
      if (before.picked.length < count || before.relaxed.length > 0) return;
      expect(ordinals(select(true).picked)).toEqual(ordinals(before.picked));
    }),
  );
});
