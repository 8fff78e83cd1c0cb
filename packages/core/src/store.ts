import type { DecodeDescription, FrameIndex } from './decoder.ts';
import type { FrameRecord } from './frame.ts';
import type { Sampling } from './sampling.ts';
import type { ScoreTable } from './score-table.ts';
import type { FrameScore, MetricDescription, ScoredFrame } from './scorer.ts';
import type { PickOverrides, Rejection, Selection } from './selector.ts';
import type { Stage } from './stage.ts';
import type { DecodeIssue, VideoIdentity } from './video.ts';

/** What is about to be analysed, and how. */
export interface AnalysisPlan {
  readonly path: string;
  readonly identity: VideoIdentity;
  readonly decode: DecodeDescription;
  readonly metrics: readonly MetricDescription[];
  readonly sampling: Sampling;
  /**
   * The only frames that are wanted, ascending, where a metric is to look at chosen ones; they get runs of their own, which
   * are never taken for runs over what a sampling keeps. Absent: all that the sampling keeps.
   */
  readonly chosen?: readonly number[];
  /** `false` starts new runs and keeps the old ones. */
  readonly resume: boolean;
}

/** Which frames a run was to score: those that a sampling keeps, or chosen ones. */
export type RunScope = 'sampled' | 'chosen';

/** The store's book on one analysis: what is there already, and what is missing. It owns its runs until disposed of. */
export interface Ledger extends AsyncDisposable {
  readonly decodeId: number;
  /** The run of each metric, in the order of the plan. */
  readonly runs: readonly LedgerRun[];
  /** Frames of the whole stream, if a complete decode has counted them. */
  readonly frameCount: number | null;
  /** Whether every frame that the sampling keeps, or that was chosen, has every score, so that nothing needs decoding. */
  readonly complete: boolean;
  /** Damage that an earlier complete decode met, or those that ended early. */
  readonly issues: readonly DecodeIssue[];
  /** Ids of the metrics that have no row yet for this frame. */
  pending(ordinal: number): readonly string[];
  /**
   * Marks the runs as ended and gives up their ownership: `complete`, `partial` when the decode met damage, or
   * `interrupted` when not every frame came. A ledger disposed of without it leaves them `interrupted`.
   */
  finish(outcome: AnalysisOutcome): Promise<void>;
}

/** How a pass over a video ended. */
export interface AnalysisOutcome {
  /** Frames of the whole stream; `null` when its end was not reached. */
  readonly frameCount: number | null;
  readonly issues: readonly DecodeIssue[];
  /**
   * Whether every frame that the sampling keeps has come: a decoder may end before the end of the stream when no more of
   * them can. Absent: when the end was reached.
   */
  readonly finished?: boolean;
}

/** One metric's run within an analysis. */
export interface LedgerRun {
  readonly runId: number;
  readonly metric: MetricDescription;
  /** Scores that were there before; of chosen frames, theirs. */
  readonly reused: number;
}

/** What the store stage takes: the book, and the frames to write into it. */
export interface StoreInput {
  readonly ledger: Ledger;
  readonly scored: AsyncIterable<ScoredFrame>;
}

/** Frames that are on disk: a run killed after this resumes behind them. */
export interface CommittedBatch {
  readonly frames: readonly ScoredFrame[];
}

/** State of a run; `running` with a dead owner is as good as `interrupted`. */
export type RunState = 'running' | 'complete' | 'partial' | 'interrupted';

/** A stored run: one metric over one decode of one video. */
export interface RunRecord {
  readonly runId: number;
  readonly decodeId: number;
  readonly videoId: number;
  readonly metric: MetricDescription;
  readonly decode: DecodeDescription;
  readonly state: RunState;
  /** See {@link RunScope}; `chosen`: its frames are some that another metric found good. */
  readonly scope: RunScope;
  readonly sampling: Sampling;
  /** Frames of the whole stream; `null` when no decode has reached its end. */
  readonly frameCount: number | null;
  readonly scored: number;
  readonly unscorable: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** When it was last brought to an end, ISO 8601, UTC; `null` while it goes on. */
  readonly endedAt: string | null;
}

/** One stored score with its frame. */
export interface ScoreRow {
  readonly frame: FrameRecord;
  readonly score: FrameScore;
}

/** A selection as it was stored. */
export interface StoredSelection {
  readonly selectionId: number;
  readonly runIds: readonly number[];
  readonly selection: Selection;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** A stored selection without its rejections, which may be many. */
export interface StoredPicks extends Omit<StoredSelection, 'selection'> {
  readonly selection: Omit<Selection, 'rejected'>;
}

/** A video as the database knows it. */
export interface VideoRecord {
  readonly videoId: number;
  readonly identity: VideoIdentity;
  /** Absolute paths and addresses that it was seen at, the latest first. */
  readonly paths: readonly string[];
  /** Newest first, at least one. Here `running` is said only of those whose owner lives, else `interrupted`. */
  readonly runs: readonly RunRecord[];
}

/** The scores of a run over time, without anything else: columns of equal length, in ascending order of ordinals. */
export interface ScoreCurve {
  readonly ordinals: Uint32Array;
  readonly timeSeconds: Float64Array;
  /** NaN where the metric is undefined. */
  readonly scores: Float64Array;
}

/** A still on disk and how it was verified. */
export interface StillRecord {
  readonly ordinal: number;
  /** Name in the folder of the stills. */
  readonly file: string;
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
  /** `exact`: ordinal, pts and fingerprint of the re-read frame are those that were scored; `approximate`: by tolerance. */
  readonly verified: 'exact' | 'approximate';
}

/** The persist stage and everything that can be asked of it afterwards. */
export interface Store extends Stage<StoreInput, AsyncIterable<CommittedBatch>>, AsyncDisposable {
  /** Where it lies, e.g. a file path or `:memory:`. */
  readonly location: string;
  /** Whether it is open for reading only, so that nothing can be kept in it; absent: it is not. */
  readonly readOnly?: boolean;
  /**
   * Opens or resumes the runs of an analysis and takes their ownership. Scores that a run over chosen frames needs and one
   * over a sampling has, or the other way round, are taken over from it.
   *
   * @throws FrameSieveError `store-busy` when a living process owns one of them.
   */
  begin(plan: AnalysisPlan): Promise<Ledger>;
  /** The runs of a video, newest first; none when it was never analysed. */
  runs(identity: VideoIdentity): Promise<readonly RunRecord[]>;
  /** The scores of runs over the same decode, with the per-frame facts, as columns in order of ordinals. */
  scoreTable(runIds: readonly number[], sampling?: Sampling): Promise<ScoreTable>;
  /** Tells one state of what is stored from another: it differs once anything was changed, by whomever. Cheap. */
  revision(): Promise<string>;
  /** Every video that has runs, that which was scored last first. */
  videos(): Promise<readonly VideoRecord[]>;
  /** The scores of one run from an ordinal on, much faster than `scoreTable`; made for a run that grows, too. */
  scoreCurve(runId: number, fromOrdinal?: number): Promise<ScoreCurve>;
  /** The scores of a run, in order of ordinals. */
  scores(runId: number): AsyncIterable<ScoreRow>;
  /** The score of one frame of a run; `null` where the run doesn't have it. */
  score(runId: number, ordinal: number): Promise<ScoreRow | null>;
  /** The stored frames of the given ordinals, ascending. */
  frames(decodeId: number, ordinals: readonly number[]): Promise<readonly FrameRecord[]>;
  /** Times and key frames of all frames of a decode; `null` when it is not complete. */
  frameIndex(decodeId: number): Promise<FrameIndex | null>;
  /** Keeps a selection made from the given runs, and returns its id. */
  saveSelection(runIds: readonly number[], selection: Selection): Promise<number>;
  /** The newest selection made from runs of this video; `null` when there is none. */
  latestSelection(identity: VideoIdentity): Promise<StoredSelection | null>;
  /** The newest selection made from runs over a decode, without its rejections; `null` when there is none. */
  latestPicks(decodeId: number): Promise<StoredPicks | null>;
  /** The picks of a selection; `null` when it is not stored. */
  picks(selectionId: number): Promise<StoredPicks | null>;
  /** The rejections of a selection, in order of ordinals. */
  rejections(selectionId: number): Promise<readonly Rejection[]>;
  /** The corrections by hand of picks from a decode. */
  overrides(decodeId: number): Promise<PickOverrides>;
  /** Keeps a correction by hand, in place of an earlier one of that frame; `null` takes it back. */
  saveOverride(decodeId: number, ordinal: number, action: 'added' | 'removed' | null): Promise<void>;
  /**
   * Corrects a stored selection by hand, in place of how it was corrected before.
   *
   * @returns its picks as they are now.
   * @throws FrameSieveError `store-failed` when the selection is not stored.
   */
  correctSelection(selectionId: number, overrides: PickOverrides): Promise<StoredPicks>;
  /** The stills that were noted for picks of a selection, in order of ordinals. */
  stills(selectionId: number): Promise<readonly StillRecord[]>;
  /** Notes a still that was written for a pick of a selection. */
  saveStill(selectionId: number, still: StillRecord): Promise<void>;
}
