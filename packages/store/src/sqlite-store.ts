import {
  type AnalysisPlan,
  type CommittedBatch,
  everyFrame,
  type FrameIndex,
  type FrameRecord,
  FrameSieveError,
  type Ledger,
  type RunRecord,
  type Sampling,
  type ScoreRow,
  type ScoreTable,
  type Selection,
  type StageContext,
  type StillRecord,
  type Store,
  type StoredSelection,
  type StoreInput,
  type VideoIdentity,
} from '@framesieve/core';
import { commitBatches } from './commit-batches.ts';
import { type Connection, transact } from './connection.ts';
import { frameCountOf } from './decode.repository.ts';
import { readFrameIndex, readFrames } from './frame.repository.ts';
import { readRuns } from './run.repository.ts';
import { readScores } from './score.repository.ts';
import { readScoreTable } from './score-columns.ts';
import { readLatestSelection, saveSelection, saveStill } from './selection.repository.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { storeError } from './store-error.ts';
import { findVideo } from './video.repository.ts';

/** Rows read at a time by `scores()`: no statement stays open between two pulls. */
const pageSize = 2000;

/** The store over one SQLite connection. */
export class SqliteStore implements Store {
  readonly name = 'store';
  readonly location: string;
  readonly #db: Connection;

  constructor(db: Connection, location: string) {
    this.#db = db;
    this.location = location;
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
    return this.#attempt(db => {
      const videoId = findVideo(db, identity);
      return videoId === null ? [] : readRuns(db, videoId);
    });
  }

  async scoreTable(runIds: readonly number[], sampling: Sampling = everyFrame): Promise<ScoreTable> {
    return this.#attempt(db => db.sqlite.transaction(() => readScoreTable(db, runIds, sampling)).deferred());
  }

  async *scores(runId: number): AsyncGenerator<ScoreRow, void, undefined> {
    for (let from = 0; ; ) {
      const page = this.#attempt(db => readScores(db, runId, from, pageSize));
      yield* page;
      if (page.length < pageSize) return;
      from = page.at(-1)!.frame.ordinal + 1;
    }
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
    return this.#attempt(db => {
      const videoId = findVideo(db, identity);
      return videoId === null ? null : readLatestSelection(db, videoId);
    });
  }

  async saveStill(selectionId: number, still: StillRecord): Promise<void> {
    this.#attempt(db => saveStill(db, selectionId, still));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#db.sqlite.close();
  }

  #attempt<Result>(action: (db: Connection) => Result): Result {
    try {
      return action(this.#db);
    } catch (error) {
      throw storeError(error, this.location);
    }
  }
}
