import { type CoverageSettings, defaultSelection, type SelectionSettings } from '@framesieve/core';
import { makeScoreTable, type ScoreTableParts } from '@framesieve/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { select } from '../select.ts';
import { countCoverage } from './count-coverage.ts';

const hashOf = (scene: number) => (BigInt(scene + 1) * 0x9e37_79b9_7f4a_7c15n) & 0xffff_ffff_ffff_ffffn;

/** A video of scenes of so many frames each, 10 a second; the frame of each scene at `best` is its best. */
function scenes(lengths: readonly number[], parts: Partial<ScoreTableParts> = {}) {
  const rows = lengths.flatMap((frames, scene) =>
    Array.from({ length: frames }, (_, i) => ({ scene, i, frames })),
  );
  return makeScoreTable({
    scores: { 'a/a': rows.map(({ scene, i, frames }) => 5 + scene / 10 - (i === frames >> 1 ? 1 : 0)) },
    perceptualHash: rows.map(({ scene }) => hashOf(scene)),
    change: rows.map(({ i }) => (i === 0 ? 0.3 : 0.01)),
    ...parts,
  });
}

function pick(
  table: ReturnType<typeof scenes>,
  coverage: CoverageSettings,
  settings: Partial<SelectionSettings> = {},
) {
  const { picked, ...rest } = select({
    table,
    settings: {
      ...defaultSelection,
      top: { count: 0, percent: null },
      minGapSeconds: 0,
      maxHashDistance: null,
      ...settings,
      coverage,
    },
  });
  return { ...rest, picked, frames: picked.map(({ ordinal }) => ordinal).sort((a, b) => a - b) };
}

const byShot = (picks: number): CoverageSettings => ({ by: 'shot', picks, per: 'video' });
const sceneAt = (lengths: readonly number[], frame: number) => {
  let end = 0;
  return lengths.findIndex(frames => {
    end += frames;
    return frame < end;
  });
};

describe('by shot', () => {
  const lengths = [30, 60, 20, 90];

  it('gives each shot one where there are as many picks', () => {
    const { picked, frames } = pick(scenes(lengths), byShot(4));
    expect(frames.map(frame => sceneAt(lengths, frame))).toEqual([0, 1, 2, 3]);
    expect(picked[0]?.reason).toContain('the best of shot 1 of 4 (0.0–3.0 s)');
  });

  it('gives the best shots one where there are fewer picks', () => {
    const { frames } = pick(scenes(lengths), byShot(2));
    expect(frames.map(frame => sceneAt(lengths, frame))).toEqual([0, 1]);
  });

  it('shares out more picks by length', () => {
    const { picked, frames } = pick(scenes(lengths), byShot(10));
    const perShot = [0, 1, 2, 3].map(
      scene => frames.filter(frame => sceneAt(lengths, frame) === scene).length,
    );
    expect(perShot).toEqual([2, 3, 1, 4]);
    expect(picked.some(({ reason }) => reason.includes('the best of part 2 of 4 of shot 4 of 4'))).toBe(true);
  });

  it('gives each shot the same number where it is one per shot', () => {
    const { frames } = pick(scenes(lengths), { by: 'shot', picks: 2, per: 'shot' });
    expect(frames.map(frame => sceneAt(lengths, frame))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    const half = pick(scenes(lengths), { by: 'shot', picks: 0.5, per: 'shot' });
    expect(half.frames.map(frame => sceneAt(lengths, frame))).toEqual([0, 1]);
  });

  it('picks from each shot, for any shots, as long as there are picks for all', () => {
    const shots = fc.array(fc.integer({ min: 20, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(shots, fc.nat({ max: 12 }), (frames, more) => {
        const picks = frames.length + more;
        const result = pick(scenes(frames), byShot(picks));
        const covered = new Set(result.frames.map(frame => sceneAt(frames, frame)));
        expect(covered.size).toBe(frames.length);
        expect(result.frames.length).toBe(picks);
      }),
    );
  });
});

describe('by time', () => {
  it('prefers a passage that has no pick to another frame of one that has', () => {
    // Good at 0–29, 40–52 and 60–99; the best frames of two of the three stretches are in the last of these.
    const blurred = (row: number) => (row >= 30 && row < 40) || (row >= 53 && row < 60);
    const rows = Array.from({ length: 100 }, (_, row) => row);
    const table = makeScoreTable({
      scores: { 'a/a': rows.map(row => (row >= 60 ? 3.9 : row >= 40 ? 4 : 4.1) + row / 1e4) },
      sharpness: rows.map(row => (blurred(row) ? 0.1 : 0.5)),
      perceptualHash: rows.map(() => 7n),
    });
    const { frames } = pick(table, { by: 'time', picks: 3, per: 'video' });
    expect(frames).toHaveLength(3);
    expect(frames[0]).toBeLessThan(30);
    expect(frames[1]).toBe(40);
    expect(frames[2]).toBeGreaterThanOrEqual(60);
  });

  it('covers each passage, though all look the same, where a number was asked for', () => {
    const rows = Array.from({ length: 200 }, (_, row) => row);
    const table = makeScoreTable({
      scores: { 'a/a': rows.map(row => 4 + row / 1e4) },
      sharpness: rows.map(row => (row % 40 < 20 ? 0.5 : 0.1)),
      perceptualHash: rows.map(() => 7n),
    });
    const asked = pick(table, { by: 'time', picks: 10, per: 'video' }, { maxHashDistance: 4 });
    expect(new Set(asked.frames.map(frame => Math.floor(frame / 40))).size).toBe(5);
    expect(asked.frames).toHaveLength(5);
    expect(asked.relaxed).toEqual(['visual deduplication off where a passage had no pick']);
    const auto = pick(table, { by: 'time', picks: 'auto', per: 'video' }, { maxHashDistance: 4 });
    expect(auto.frames).toHaveLength(1);
    expect(auto.relaxed).toEqual([]);
  });

  it('comes nearer than the gap only for passages that have none', () => {
    const rows = Array.from({ length: 80 }, (_, row) => row);
    const parts = {
      scores: { 'a/a': rows.map(row => 4 + row / 1e4) },
      stepSeconds: 0.03,
      perceptualHash: rows.map(() => 7n),
    };
    const coverage: CoverageSettings = { by: 'time', picks: 4, per: 'video' };
    const spaced = { minGapSeconds: 1, maxHashDistance: 4 };
    const broken = { ...parts, sharpness: rows.map(row => (row % 20 < 12 ? 0.5 : 0.1)) };
    const { frames, relaxed } = pick(makeScoreTable(broken), coverage, spaced);
    expect(frames).toEqual([0, 20, 40, 60]);
    expect(relaxed).toEqual([
      'visual deduplication off where a passage had no pick',
      'minimum gap halved to 0.5 s where a passage had no pick',
    ]);
    expect(pick(makeScoreTable(parts), coverage, spaced).frames).toEqual([0]);
  });

  it('picks one frame of a video that stands still', () => {
    const rows = Array.from({ length: 300 }, (_, row) => row);
    const table = makeScoreTable({
      scores: { 'a/a': rows.map(() => 4) },
      change: rows.map(() => 0),
      perceptualHash: rows.map(() => 7n),
    });
    const { frames } = pick(table, { by: 'time', picks: 10, per: 'video' }, { maxHashDistance: 4 });
    expect(frames).toEqual([0]);
  });
});

describe('countCoverage', () => {
  const minutes = (length: number, pictures: number) => {
    const rows = Array.from({ length: 601 }, (_, row) => row);
    return makeScoreTable({
      scores: { 'a/a': rows.map(() => 1) },
      stepSeconds: length / 10,
      perceptualHash: rows.map(row => hashOf(row % pictures)),
    });
  };
  const count = (
    coverage: Pick<CoverageSettings, 'picks' | 'per'>,
    length = 2,
    pictures = 601,
    shots = 7,
  ) => {
    const table = minutes(length, pictures);
    return countCoverage({ by: 'time', ...coverage }, table, Uint32Array.from(table.ordinals), shots);
  };

  it('multiplies by what it is per, rounded up', () => {
    expect(count({ picks: 12, per: 'video' })).toBe(12);
    expect(count({ picks: 3, per: 'minute' })).toBe(6);
    expect(count({ picks: 0.3, per: 'minute' })).toBe(1);
    expect(count({ picks: 0.5, per: 'shot' })).toBe(4);
    expect(count({ picks: 0, per: 'shot' })).toBe(0);
  });

  it('finds a number by length and variety', () => {
    const auto = { picks: 'auto', per: 'video' } as const;
    expect([0.25, 1, 10, 60].map(length => count(auto, length))).toEqual([5, 7, 16, 34]);
    expect([1, 2, 4].map(pictures => count(auto, 10, pictures))).toEqual([1, 2, 4]);
  });

  it('asks for nothing where there are no candidates', () => {
    const table = minutes(1, 1);
    expect(countCoverage({ by: 'time', picks: 'auto', per: 'video' }, table, new Uint32Array(), 1)).toBe(0);
  });

  it('asks for no more frames than there are, however many are wanted', () => {
    const few = makeScoreTable({ scores: { m: [1, 2, 3] } });
    const rows = Uint32Array.of(0, 1, 2);
    for (const picks of [3, 1e9, 1e15])
      expect(countCoverage({ by: 'time', picks, per: 'video' }, few, rows, 1)).toBe(3);
    expect(pick(few, { by: 'time', picks: 1e12, per: 'video' }).frames).toHaveLength(3);
  });
});
