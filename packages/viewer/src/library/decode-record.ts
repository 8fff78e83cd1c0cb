import type { DecodeDescription, Direction, RunRecord, VideoRecord } from '@framesieve/core';

/** One way of decoding one stream of a video, with everything stored of it. */
export interface DecodeRecord {
  readonly decodeId: number;
  readonly video: VideoRecord;
  readonly description: DecodeDescription;
  /** Frames of the whole stream; `null` while no decode has reached its end. */
  readonly frameCount: number | null;
  /** All its runs, the newest first, with their effective directions. */
  readonly runs: readonly RunRecord[];
  /** The newest run of each metric, that which ranks first; at least one. */
  readonly newest: readonly RunRecord[];
}

/** What decides the order and the direction of runs. */
export interface RankingOptions {
  /** See `ViewerOptions`. */
  readonly ranking: readonly string[];
  readonly directions: Readonly<Record<string, Direction>>;
}

/** Divides what is stored of a video by how it was decoded, the newest first. */
export function decodesOf(video: VideoRecord, options: RankingOptions): readonly DecodeRecord[] {
  const byDecode = Map.groupBy(video.runs, run => run.decodeId);
  return [...byDecode].map(([decodeId, stored]) => {
    const runs = stored.map(run => withDirection(run, options));
    const { decode: description, frameCount } = runs[0]!;
    return { decodeId, video, description, frameCount, runs, newest: newestRuns(runs, options) };
  });
}

/** What overrode the direction when a run was stored doesn't count: what does so now. */
function withDirection(run: RunRecord, { directions }: RankingOptions): RunRecord {
  const { metric } = run;
  return { ...run, metric: { ...metric, direction: directions[metric.id] ?? metric.modelDirection } };
}

/** The newest run of each metric: one over chosen frames only where there is no other, and behind those. */
function newestRuns(runs: readonly RunRecord[], { ranking }: RankingOptions): readonly RunRecord[] {
  const newest = new Map<string, RunRecord>();
  const isChosen = ({ scope }: RunRecord) => Number(scope === 'chosen');
  for (const run of runs.toSorted((a, b) => isChosen(a) - isChosen(b))) {
    if (!newest.has(run.metric.id)) newest.set(run.metric.id, run);
  }
  const placeOf = ({ metric }: RunRecord) => {
    const place = ranking.indexOf(metric.id);
    return place < 0 ? ranking.length : place;
  };
  return [...newest.values()].sort((a, b) => isChosen(a) - isChosen(b) || placeOf(a) - placeOf(b));
}

/** The runs that rank by default: the first, and that which has looked at its best frames only. */
export function defaultRuns({ newest }: DecodeRecord): {
  readonly runs: readonly RunRecord[];
  /** Metric of the last of them, where that refines; `null` for none. */
  readonly refinedBy: string | null;
} {
  const [first] = newest;
  const refining = newest.find(run => run !== first && run.scope === 'chosen' && run.scored > 0);
  return refining
    ? { runs: [first!, refining], refinedBy: refining.metric.id }
    : { runs: [first!], refinedBy: null };
}

/** The runs of a selection in its own order; `null` where one of them is of another decode. */
export function runsById({ runs }: DecodeRecord, runIds: readonly number[]): readonly RunRecord[] | null {
  const found = runIds.flatMap(id => runs.filter(run => run.runId === id));
  return found.length === runIds.length && found.length > 0 ? found : null;
}
