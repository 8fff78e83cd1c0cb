import type { DemoTruth, Stretch } from '@framesieve/testkit/clips';

/** The parts of the command's `--json` document that the demo shows. */
export interface DemoReport {
  readonly videos: readonly {
    readonly db: string | null;
    /** The page beside the stills. */
    readonly report?: string | null;
    readonly metrics: readonly { readonly id: string }[];
    readonly picks?: readonly DemoPick[];
  }[];
}

/** One picked frame. */
export interface DemoPick {
  readonly rank: number;
  readonly frame: number;
  readonly timeSeconds: number;
  readonly scores: Readonly<Record<string, number | null>>;
  readonly tier: string;
  readonly file: string | null;
}

const stretchAt = (truth: DemoTruth, frame: number): Stretch | undefined =>
  truth.stretches.find(stretch => frame >= stretch.start && frame < stretch.end);

/** A table of the picks; with the truth at hand, also of the stretch that each lies in. */
export function describePicks(
  picks: readonly DemoPick[],
  metric: string | undefined,
  truth?: DemoTruth,
): string {
  const header = [
    'rank',
    'frame',
    'time',
    metric ?? 'score',
    'tier',
    ...(truth ? ['lies in a stretch that is'] : []),
  ];
  const rows = picks.map(pick => [
    String(pick.rank),
    String(pick.frame),
    `${pick.timeSeconds.toFixed(3)} s`,
    (metric === undefined ? null : pick.scores[metric])?.toFixed(2) ?? '-',
    pick.tier,
    ...(truth ? [stretchAt(truth, pick.frame)?.kind ?? '?'] : []),
  ]);
  const table = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...table.map(row => row[column]!.length)));
  // Numbers to the right, words to the left.
  const cell = (text: string, column: number) =>
    column < 4 ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  return table.map(row => `  ${row.map(cell).join('  ')}`.trimEnd()).join('\n');
}

/** How many of the picks are good, by tier too, and how many would be by chance. */
export function describeShare(picks: readonly DemoPick[], truth: DemoTruth): string {
  const isGood = (pick: DemoPick) => stretchAt(truth, pick.frame)?.good === true;
  const share = (some: readonly DemoPick[]) => `${some.filter(isGood).length} of ${some.length}`;
  const tiers = [...new Set(picks.map(pick => pick.tier))];
  const byTier = tiers.map(tier => `${tier} ${share(picks.filter(pick => pick.tier === tier))}`);
  const goodFrames = truth.stretches
    .filter(stretch => stretch.good)
    .reduce((sum, { start, end }) => sum + end - start, 0);
  const percent = (part: number, whole: number) => `${Math.round((100 * part) / whole)} %`;
  return (
    `${share(picks)} picks (${percent(picks.filter(isGood).length, picks.length)}) lie in sharp stretches ` +
    `(${byTier.join(', ')}), which make up ${percent(goodFrames, truth.frames)} of the clip.`
  );
}
