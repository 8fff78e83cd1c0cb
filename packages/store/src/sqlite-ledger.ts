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
import { frameCountOf, saveDecode, saveOutcome } from './decode.repository.ts';
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
import { createScoreWriter, scoredOrdinals } from './score.repository.ts';
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
  readonly #owner = newOwner();
  readonly #runs: readonly OwnRun[];
  readonly #runIds: readonly number[];
  readonly #sampling: Sampling;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #write: (frame: ScoredFrame) => void;
  #ended = false;

  /** @throws FrameSieveError `store-busy` when a living process owns one of the runs; then nothing is changed. */
  constructor(db: Connection, plan: AnalysisPlan) {
    this.#db = db;
    this.#sampling = plan.sampling;
    const { decode, runs } = transact(db, () => {
      const stored = saveDecode(db, saveVideo(db, plan.identity, plan.path), plan.decode);
      return { decode: stored, runs: plan.metrics.map(metric => this.#claim(stored.id, metric, plan)) };
    });
    this.decodeId = decode.id;
    this.frameCount = decode.frameCount;
    this.issues = decode.issues;
    this.#runs = runs.map(({ runId, metric }) => {
      const present = scoredOrdinals(db, runId);
      return { runId, metric, present, reused: present.size };
    });
    this.runs = this.#runs.map(({ runId, metric, reused }) => ({ runId, metric, reused }));
    this.#runIds = runs.map(run => run.runId);
    this.complete = this.#isComplete();
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

  async finish(outcome: AnalysisOutcome): Promise<void> {
    if (this.#ended) return;
    const reachedEnd = outcome.frameCount !== null;
    transact(this.#db, () => {
      if (reachedEnd) saveOutcome(this.#db, this.decodeId, outcome);
      if (reachedEnd) for (const runId of this.#runIds) saveFinishedSampling(this.#db, runId, this.#sampling);
      const state = !reachedEnd ? 'interrupted' : outcome.issues.length > 0 ? 'partial' : 'complete';
      endRuns(this.#db, this.#runIds, this.#owner, state);
    });
    this.#release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended) return;
    this.#release();
    if (this.#db.sqlite.open) endRuns(this.#db, this.#runIds, this.#owner, 'interrupted');
  }

  #claim(decodeId: number, metric: MetricDescription, plan: AnalysisPlan) {
    const run = plan.resume ? findRun(this.#db, decodeId, metric) : undefined;
    if (run) takeOver(this.#db, run, metric, plan.sampling, this.#owner);
    return { metric, runId: run?.id ?? createRun(this.#db, decodeId, metric, plan.sampling, this.#owner) };
  }

  #isComplete(): boolean {
    const total = frameCountOf(this.#db, this.decodeId);
    if (total === null) return false;
    if (this.#runIds.every(runId => hasFinished(this.#db, runId, this.#sampling))) return true;
    // Only a decode of which every frame is stored can tell which frames a new sampling keeps.
    if (countFrames(this.#db, this.decodeId) !== total) return false;
    const wanted = sampledOrdinals(this.#db, this.decodeId, this.#sampling);
    return this.#runs.every(({ present }) => wanted.every(ordinal => present.has(ordinal)));
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

  /** A lost run is noticed, and said, by the next commit. */
  #tryBeat(): void {
    try {
      beat(this.#db, this.#runIds, this.#owner);
    } catch {
      clearInterval(this.#heartbeat);
    }
  }

  #release(): void {
    this.#ended = true;
    clearInterval(this.#heartbeat);
  }
}
