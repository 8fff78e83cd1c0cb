import { describe, expect, it } from 'vitest';
import { isGood } from './bench-report.ts';
import { chooseCases } from './choose-cases.ts';
import { tableRow } from './format-table.ts';
import { describeLimits, evaluate } from './limits.ts';
import { type Case, measure, type Sample } from './measure.ts';
import { median, spreadOf } from './statistics.ts';

/** A case that gives these samples, round after round. */
function scripted(name: string, samples: readonly Sample[], more: Partial<Case> = {}): Case {
  let round = 0;
  return { name, unit: 'frame', run: async () => samples[round++]!, ...more };
}

const seconds = (...values: readonly number[]): readonly Sample[] =>
  values.map(value => ({ units: 10, seconds: value, coreSeconds: value * 2 }));

describe('measuring', () => {
  it('compares within each round, and takes medians', async () => {
    const cases = [
      scripted('base', seconds(9, 1, 2, 4)),
      scripted('ours', seconds(9, 2, 2, 16), { against: [{ to: 'base', by: 'rate', must: { least: 0.5 } }] }),
    ];
    const [base, ours] = await measure(cases, { count: 3, warmUp: true });
    expect(base).toMatchObject({ rates: [10, 5, 2.5], median: 5, coreMs: 400, peakBytes: null, against: [] });
    expect(base!.spread).toBeCloseTo(0.75);
    expect(ours!.against[0]).toMatchObject({ ratios: [0.5, 1, 0.25], median: 0.5 });
    expect(ours!.against[0]!.limit!.holds).toBe(true);
  });

  it('compares the memory that is held for most of the time', async () => {
    const held = (...plateaus: number[]) =>
      plateaus.map(plateauBytes => ({ units: 1, seconds: 1, peakBytes: 9e9, plateauBytes }));
    const against = [{ to: 'short', by: 'plateau', must: { most: 1.1 } } as const];
    const cases = [
      scripted('short', held(1e8, 2e8, 1e8)),
      scripted('long', held(1.05e8, 2e8, 3e8), { against }),
    ];
    const [, long] = await measure(cases, { count: 3, warmUp: false });
    expect(long!.against[0]).toMatchObject({ ratios: [1.05, 1, 3], median: 1.05, limit: { holds: true } });
    expect(tableRow(long!).at(-2)).toBe('1.05 × the memory of short');
  });

  it('holds times and memory against their limits', async () => {
    const peaks = [3e8, 4e8].map(peakBytes => ({ units: 1, seconds: 0.2, peakBytes }));
    const own = scripted('run', peaks, { seconds: { most: 0.15 }, peakBytes: { most: 5e8 } });
    const [run] = await measure([own], { count: 2, warmUp: false });
    expect(run!.peakBytes).toBe(4e8);
    expect(run!.limits.seconds).toMatchObject({ holds: false });
    expect(run!.limits.peakBytes).toMatchObject({ holds: true, figure: 4e8 });
    expect(tableRow(run!).at(-1)).toBe('≤ 150 ms: MISSED; ≤ 500 MB: ok');
    const theme = { name: 'a', title: 'A', notes: [], measurements: [run!], failure: null };
    const settings = { rounds: 2, quick: false, large: false, video: null };
    const machine = { processor: 'x', cores: 2, memoryBytes: 1, system: 'linux', node: 'v24' };
    expect(isGood({ machine, settings, themes: [theme] })).toBe(false);
    expect(isGood({ machine, settings, themes: [{ ...theme, measurements: [] }] })).toBe(true);
    expect(isGood({ machine, settings, themes: [{ ...theme, measurements: [], failure: 'no' }] })).toBe(
      false,
    );
  });

  it('measures the time around a case that says nothing of it', async () => {
    const [plain] = await measure([{ name: 'plain', unit: 'row', run: async () => 3 }], {
      count: 1,
      warmUp: false,
    });
    expect(plain!.median).toBeGreaterThan(0);
    expect(Number.isFinite(plain!.coreMs)).toBe(true);
  });
});

describe('limits', () => {
  it('knows what is aimed at beyond what must hold', () => {
    expect(evaluate(12, { least: 10, aim: 20 })).toMatchObject({ holds: true, reachesAim: false });
    expect(evaluate(21, { least: 10, aim: 20 })).toMatchObject({ holds: true, reachesAim: true });
    expect(evaluate(1.4, { most: 1.3 })).toMatchObject({ holds: false, reachesAim: null });
    expect(evaluate(1, { most: 1.3, aim: 1.1 })).toMatchObject({ holds: true, reachesAim: true });
    expect(evaluate(Number.NaN, { most: 1 }).holds).toBe(false);
    expect(describeLimits({ least: 10, aim: 20 }, String)).toBe('≥ 10 (aim 20)');
  });
});

describe('statistics', () => {
  it('takes the middle, and half of the whole width', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(spreadOf([9, 10, 12])).toBeCloseTo(0.15);
  });
});

describe('choosing', () => {
  const base = scripted('libav alone', []);
  const niqe = scripted('run niqe', [], { against: [{ to: 'libav alone', by: 'rate' }] });
  const brisque = scripted('run BRISQUE', [], { against: [{ to: 'libav alone', by: 'rate' }] });
  const all = [base, niqe, brisque];

  it('takes everything where nothing is asked for', () => {
    const choice = chooseCases(undefined);
    expect(choice.takesTheme('run')).toBe(true);
    expect(choice.cases('run', all)).toEqual(all);
  });

  it('takes themes and cases by parts of their names, with what they are compared with', () => {
    const choice = chooseCases('run/brisque, start');
    expect(['run', 'start', 'store'].map(choice.takesTheme)).toEqual([true, true, false]);
    expect(choice.cases('run', all)).toEqual([base, brisque]);
    expect(choice.cases('start', all)).toEqual(all);
  });
});
