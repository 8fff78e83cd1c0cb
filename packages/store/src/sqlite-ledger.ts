import {
  type AnalysisOutcome,
  type AnalysisPlan,
  type DecodeIssue,
  FrameSieveError,
  type Ledger,
  type LedgerRun,
  type MetricDescription,
  type Sampling,
  type ScoredFrame,
} from '@framesieve/core';
import { type Connection, transact } from './connection.ts';
import { addIssues, frameCountOf, saveDecode, saveOutcome } from './decode.repository.ts';
import { countFrames, createFrameWriter, sampledOrdinals } from './frame.repository.ts';
import type { OrdinalSet } from './ordinal-set.ts';
import { heartbeatIntervalMs, newOwner } from './owner.ts';
import {
  beat,
  createRun,
  endRuns,
  findRun,
  hasFinished,
  saveFinishedSampling,
  takeOver,
} from './run.repository.ts';
import { copyScores, createScoreWriter, scoredOrdinals } from './score.repository.ts';
import { storeError } from './store-error.ts';
import { saveVideo } from './video.repository.ts';

interface OwnRun extends LedgerRun {
  /** Frames with a row in this run. */
  readonly present: OrdinalSet;
}

/** The book on one analysis, over a connection that outlives it. */
export class SqliteLedger implements Ledger {
  readonly decodeId: number;
  readonly runs: readonly LedgerRun[];
  readonly frameCount: number | null;
  readonly complete: boolean;
  readonly issues: readonly DecodeIssue[];
  readonly #db: Connection;
  readonly #location: string;
  readonly #owner = newOwner();
  readonly #runs: readonly OwnRun[];
  readonly #runIds: readonly number[];
  readonly #sampling: Sampling;
  readonly #chosen: readonly number[] | null;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #write: (frame: ScoredFrame) => void;
  #ended = false;

  /**
   * Takes the ownership of the runs. Whatever fails here, nothing is changed.
   *
   * @throws FrameSieveError `store-busy` when a living process owns one of the runs.
   */
  constructor(db: Connection, plan: AnalysisPlan, location: string) {
    this.#db = db;
    this.#location = location;
    this.#sampling = plan.sampling;
    this.#chosen = plan.chosen ?? null;
    const { decode, runs, complete } = transact(db, () => {
      const decode = saveDecode(db, saveVideo(db, plan.identity, plan.path), plan.decode);
      const runs = plan.metrics.map(metric => this.#claim(decode.id, metric, plan));
      return { decode, runs, complete: isComplete(db, decode.id, runs, plan) };
    });
    this.decodeId = decode.id;
    this.frameCount = decode.frameCount;
    this.issues = decode.issues;
    this.complete = complete;
    this.#runs = runs;
    this.#runIds = runs.map(run => run.runId);
    this.runs = runs.map(({ runId, metric, reused }) => ({ runId, metric, reused }));
    this.#write = this.#createWriter();
    this.#heartbeat = setInterval(() => this.#tryBeat(), heartbeatIntervalMs).unref();
  }

  pending(ordinal: number): readonly string[] {
    return this.#runs.filter(run => !run.present.has(ordinal)).map(run => run.metric.id);
  }

  /**
   * Writes frames and their scores in one transaction. Those before a frame that is not the stored one are kept.
   *
   * @throws FrameSieveError `store-busy` when another process has taken the runs over; `store-failed` when a frame is not
   * the one that is stored.
   */
  commit(frames: readonly ScoredFrame[]): void {
    const { written, refusal } = transact(this.#db, () => {
      beat(this.#db, this.#runIds, this.#owner);
      return this.#writeAll(frames);
    });
    for (const { record, scores } of frames.slice(0, written)) {
      for (const run of this.#runs) if (scores.has(run.metric.id)) run.present.add(record.ordinal);
    }
    if (refusal) throw refusal;
  }

  /** @throws FrameSieveError `store-failed` or `store-busy` when it can't be written; the runs are still ours then. */
  async finish(outcome: AnalysisOutcome): Promise<void> {
    if (this.#ended) return;
    const reachedEnd = outcome.frameCount !== null;
    const { finished = reachedEnd } = outcome;
    try {
      transact(this.#db, () => {
        if (this.#chosen === null) this.#savePass(outcome, finished);
        const state = !finished ? 'interrupted' : outcome.issues.length > 0 ? 'partial' : 'complete';
        endRuns(this.#db, this.#runIds, this.#owner, state);
      });
    } catch (error) {
      throw storeError(error, this.#location);
    }
    this.#release();
  }

  #savePass(outcome: AnalysisOutcome, finished: boolean): void {
    if (outcome.frameCount !== null) saveOutcome(this.#db, this.decodeId, outcome);
    else if (finished) addIssues(this.#db, this.decodeId, outcome.issues);
    if (finished) for (const runId of this.#runIds) saveFinishedSampling(this.#db, runId, this.#sampling);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended) return;
    this.#release();
    if (!this.#db.sqlite.open) return;
    try {
      endRuns(this.#db, this.#runIds, this.#owner, 'interrupted');
    } catch {
      // The disk is full, or the database locked: what failed before is what to tell. Without a heartbeat the runs count
      // as left within a minute anyway.
    }
  }

  #claim(decodeId: number, metric: MetricDescription, plan: AnalysisPlan): OwnRun {
    const { resume, sampling, chosen } = plan;
    const scope = chosen ? 'chosen' : 'sampled';
    const run = resume ? findRun(this.#db, decodeId, metric, scope) : undefined;
    if (run) takeOver(this.#db, run, metric, sampling, this.#owner);
    const runId = run?.id ?? createRun(this.#db, decodeId, metric, { sampling, scope }, this.#owner);
    const present = scoredOrdinals(this.#db, runId);
    if (resume) this.#adopt(decodeId, metric, runId, present, plan);
    const reused = chosen ? chosen.filter(ordinal => present.has(ordinal)).length : present.size;
    return { metric, runId, present, reused };
  }

  /** Takes over the scores that the run of the other scope has for frames that are wanted of this one. */
  #adopt(
    decodeId: number,
    metric: MetricDescription,
    runId: number,
    present: OrdinalSet,
    { sampling, chosen }: AnalysisPlan,
  ): void {
    const other = findRun(this.#db, decodeId, metric, chosen ? 'sampled' : 'chosen');
    if (!other) return;
    const there = scoredOrdinals(this.#db, other.id);
    const wanted = chosen ?? allSampled(this.#db, decodeId, sampling) ?? [];
    const missing = [];
    for (const ordinal of wanted) if (there.has(ordinal) && !present.has(ordinal)) missing.push(ordinal);
    copyScores(this.#db, { from: other.id, into: runId }, missing);
    for (const ordinal of missing) present.add(ordinal);
  }

  #writeAll(frames: readonly ScoredFrame[]): {
    readonly written: number;
    readonly refusal?: FrameSieveError;
  } {
    for (const [written, frame] of frames.entries()) {
      try {
        this.#write(frame);
      } catch (error) {
        if (FrameSieveError.isInstance(error)) return { written, refusal: error };
        throw error;
      }
    }
    return { written: frames.length };
  }

  #createWriter(): (frame: ScoredFrame) => void {
    const writeFrame = createFrameWriter(this.#db, this.decodeId);
    const writers = this.#runs.map(({ runId, metric }) => ({
      id: metric.id,
      write: createScoreWriter(this.#db, runId),
    }));
    return ({ record, scores }) => {
      writeFrame(record);
      for (const { id, write } of writers) {
        const score = scores.get(id);
        if (score) write(record.ordinal, score);
      }
    };
  }

  /** A lost run is noticed, and said, by the next commit. A database that was busy for a while is tried again. */
  #tryBeat(): void {
    try {
      beat(this.#db, this.#runIds, this.#owner);
    } catch (error) {
      const lost = FrameSieveError.isInstance(error);
      if (lost || !this.#db.sqlite.open) clearInterval(this.#heartbeat);
    }
  }

  #release(): void {
    this.#ended = true;
    clearInterval(this.#heartbeat);
  }
}

/** Whether every frame that was chosen, or that the sampling keeps, has a row in every run. */
function isComplete(
  db: Connection,
  decodeId: number,
  runs: readonly OwnRun[],
  { sampling, chosen }: AnalysisPlan,
): boolean {
  const isPresent = (ordinal: number) => runs.every(({ present }) => present.has(ordinal));
  if (chosen) return chosen.every(isPresent);
  if (runs.every(({ runId }) => hasFinished(db, runId, sampling))) return true;
  const wanted = allSampled(db, decodeId, sampling);
  if (wanted === null) return false;
  for (const ordinal of wanted) if (!isPresent(ordinal)) return false;
  return true;
}

/** All frames that a sampling keeps; `null` where that is not known: only a decode of which every frame is stored can tell. */
function allSampled(db: Connection, decodeId: number, sampling: Sampling): Iterable<number> | null {
  const total = frameCountOf(db, decodeId);
  if (total === null || countFrames(db, decodeId) !== total) return null;
  return sampledOrdinals(db, decodeId, sampling);
}
