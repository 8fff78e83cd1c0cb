import type { Verdict } from './judge.ts';

/** What one way came to on each clip; `null` where it could not pick. */
export interface Outcome {
  readonly way: string;
  readonly verdicts: readonly (Verdict | null)[];
}

/** A clip as the report names it. */
export interface ReportedClip {
  readonly name: string;
  /** Share of its frames that are good, 0 … 1. */
  readonly chance: number;
}

/** Number of picks, and the two shares of {@link Verdict}. */
export interface Means extends Pick<Verdict, 'good' | 'reached'> {
  readonly picks: number;
}

/** Means over the clips of one way; `null` when it could not pick from any. */
export function meansOf({ verdicts }: Outcome): Means | null {
  const found = verdicts.filter(verdict => verdict !== null);
  if (found.length === 0) return null;
  const mean = (of: (verdict: Verdict) => number) =>
    found.reduce((sum, verdict) => sum + of(verdict), 0) / found.length;
  return {
    picks: mean(verdict => verdict.picks.length),
    good: mean(verdict => verdict.good),
    reached: mean(verdict => verdict.reached),
  };
}

/**
 * The outcomes as lines of a table: for each way and clip the share of picks that are good and the share of good stretches
 * that have one, both in percent, then their means, then where the bad picks lie.
 */
export function formatReport(clips: readonly ReportedClip[], outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(outcome => outcome.way.length), 'good frames'.length);
  const cell = (text: string) => text.padStart(10);
  const line = (title: string, cells: readonly string[], rest = '') =>
    `${title.padEnd(width)}${cells.map(cell).join('')}${rest}`.trimEnd();
  const percent = (share: number) => String(Math.round(share * 100));
  const pair = (verdict: Pick<Verdict, 'good' | 'reached'>) =>
    `${percent(verdict.good)}/${percent(verdict.reached)}`;
  const mean = clips.reduce((sum, { chance }) => sum + chance, 0) / clips.length;
  const lines = [
    line('', [...clips.map(clip => clip.name.slice(0, 9)), 'mean', 'picks'], '  picks in bad stretches'),
    line(
      'good frames',
      [...clips.map(clip => clip.chance), mean].map(share => percent(share)),
    ),
  ];
  for (const outcome of outcomes) {
    const means = meansOf(outcome);
    if (!means) lines.push(`${outcome.way.padEnd(width)}  skipped: what it takes is not on this machine`);
    else {
      const cells = [...outcome.verdicts.map(verdict => (verdict ? pair(verdict) : '-')), pair(means)];
      lines.push(line(outcome.way, [...cells, means.picks.toFixed(1)], `  ${badPicks(outcome)}`));
    }
  }
  return lines.join('\n');
}

function badPicks({ verdicts }: Outcome): string {
  const counts = new Map<string, number>();
  for (const verdict of verdicts) {
    for (const [kind, count] of Object.entries(verdict?.bad ?? {})) {
      counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([kind, count]) => `${kind} ${count}`).join(', ');
}
