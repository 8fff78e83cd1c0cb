import {
  type AnalysisPlan,
  type CommittedBatch,
  everyFrame,
  type FrameIndex,
  type FrameRecord,
  FrameSieveError,
  type Ledger,
  type PickOverrides,
  type Rejection,
  type RunRecord,
  type Sampling,
  type ScoreCurve,
  type ScoreRow,
  type ScoreTable,
  type Selection,
  type StageContext,
  type StillRecord,
  type Store,
  type StoredPicks,
  type StoredSelection,
  type StoreInput,
  type VideoIdentity,
  type VideoRecord,
} from '@framesieve/core';
import { readScoreTable } from './columns/score-table.ts';
import { commitBatches } from './commit-batches.ts';
import { type Connection, transact } from './connection.ts';
import { readScoreCurve } from './curve/score-curve.ts';
import { frameCountOf } from './decode.repository.ts';
import { readFrameIndex, readFrames } from './frame.repository.ts';
import { readOverrides, saveOverride } from './override.repository.ts';
import { readRuns } from './run.repository.ts';
import { RunCounter } from './run-counter.ts';
import { readScores } from './score.repository.ts';
import {
  correctSelection,
  readLatestPicks,
  readLatestSelection,
  readPicks,
  readRejections,
  readStills,
  saveSelection,
  saveStill,
} from './selection.repository.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { storeError } from './store-error.ts';
import { findVideo, readVideos } from './video.repository.ts';

/** Rows read at a time by `scores()`: no statement stays open between two pulls. */
const scoresAtOnce = 2000;

/** Where a store's connection leads to. */
export interface OpenedDatabase {
  readonly location: string;
  readonly readOnly: boolean;
  close(): void;
}

/** The store over one SQLite connection. */
export class SqliteStore implements Store {
  readonly name = 'store';
  readonly location: string;
  readonly readOnly: boolean;
  readonly #db: Connection;
  readonly #close: () => void;
  readonly #counter = new RunCounter();

  constructor(db: Connection, { location, readOnly, close }: OpenedDatabase) {
    this.#db = db;
    this.location = location;
    this.readOnly = readOnly;
    this.#close = close;
  }

  async begin(plan: AnalysisPlan): Promise<Ledger> {
    return this.#attempt(db => new SqliteLedger(db, plan, this.location));
  }

  run({ ledger, scored }: StoreInput, { signal }: StageContext): AsyncIterable<CommittedBatch> {
    if (!(ledger instanceof SqliteLedger)) {
      throw new FrameSieveError({ code: 'internal', message: 'This ledger was begun by another store.' });
    }
    return commitBatches(scored, signal, frames => this.#attempt(() => ledger.commit(frames)));
  }

  async runs(identity: VideoIdentity): Promise<readonly RunRecord[]> {
    return this.#await(async db => {
      const videoId = findVideo(db, identity);
      return videoId === null ? [] : await readRuns(db, this.#counter, videoId);
    });
  }

  async revision(): Promise<string> {
    // The first counts what other connections have changed, the second what this one has.
    return this.#attempt(({ sqlite }) => {
      const changes = sqlite.prepare<[], number>('select total_changes()').pluck().get();
      return `${sqlite.pragma('data_version', { simple: true })}/${changes}`;
    });
  }

  async videos(): Promise<readonly VideoRecord[]> {
    return this.#await(db => readVideos(db, this.#counter));
  }

  async scoreTable(runIds: readonly number[], sampling: Sampling = everyFrame): Promise<ScoreTable> {
    return this.#await(({ sqlite }) => readScoreTable(sqlite, runIds, sampling));
  }

  async scoreCurve(runId: number, fromOrdinal = 0): Promise<ScoreCurve> {
    return this.#await(({ sqlite }) => readScoreCurve(sqlite, runId, fromOrdinal));
  }

  async *scores(runId: number): AsyncGenerator<ScoreRow, void, undefined> {
    for (let from = 0; ; ) {
      const page = this.#attempt(db => readScores(db, runId, from, scoresAtOnce));
      yield* page;
      if (page.length < scoresAtOnce) return;
      from = page.at(-1)!.frame.ordinal + 1;
    }
  }

  async score(runId: number, ordinal: number): Promise<ScoreRow | null> {
    const [row] = this.#attempt(db => readScores(db, runId, ordinal, 1));
    return row?.frame.ordinal === ordinal ? row : null;
  }

  async frames(decodeId: number, ordinals: readonly number[]): Promise<readonly FrameRecord[]> {
    return this.#attempt(db => readFrames(db, decodeId, ordinals));
  }

  async frameIndex(decodeId: number): Promise<FrameIndex | null> {
    return this.#attempt(db => {
      const frameCount = frameCountOf(db, decodeId);
      return frameCount === null ? null : readFrameIndex(db, decodeId, frameCount);
    });
  }

  async saveSelection(runIds: readonly number[], selection: Selection): Promise<number> {
    return this.#attempt(db => transact(db, () => saveSelection(db, runIds, selection)));
  }

  async latestSelection(identity: VideoIdentity): Promise<StoredSelection | null> {
    return this.#await(async db => {
      const videoId = findVideo(db, identity);
      return videoId === null ? null : await readLatestSelection(db, videoId);
    });
  }

  async latestPicks(decodeId: number): Promise<StoredPicks | null> {
    return this.#attempt(db => readLatestPicks(db, { decodeId }));
  }

  async picks(selectionId: number): Promise<StoredPicks | null> {
    return this.#attempt(db => readPicks(db, selectionId));
  }

  async rejections(selectionId: number): Promise<readonly Rejection[]> {
    return this.#await(db => readRejections(db, selectionId));
  }

  async overrides(decodeId: number): Promise<PickOverrides> {
    return this.#attempt(db => readOverrides(db, decodeId));
  }

  async saveOverride(decodeId: number, ordinal: number, action: 'added' | 'removed' | null): Promise<void> {
    this.#attempt(db => saveOverride(db, decodeId, ordinal, action));
  }

  async correctSelection(selectionId: number, overrides: PickOverrides): Promise<StoredPicks> {
    return this.#attempt(db => transact(db, () => correctSelection(db, selectionId, overrides)));
  }

  async stills(selectionId: number): Promise<readonly StillRecord[]> {
    return this.#attempt(db => readStills(db, selectionId));
  }

  async saveStill(selectionId: number, still: StillRecord): Promise<void> {
    this.#attempt(db => saveStill(db, selectionId, still));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
  }

  async #await<Result>(action: (db: Connection) => Promise<Result>): Promise<Result> {
    try {
      return await action(this.#db);
    } catch (error) {
      throw storeError(error, this.location);
    }
  }

  #attempt<Result>(action: (db: Connection) => Result): Result {
    try {
      return action(this.#db);
    } catch (error) {
      throw storeError(error, this.location);
    }
  }
}
