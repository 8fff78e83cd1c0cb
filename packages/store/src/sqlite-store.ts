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
import { readScoreTable } from './columns/score-table.ts';
import { commitBatches } from './commit-batches.ts';
import { type Connection, transact } from './connection.ts';
import { frameCountOf } from './decode.repository.ts';
import { readFrameIndex, readFrames } from './frame.repository.ts';
import { readRuns } from './run.repository.ts';
import { readScores } from './score.repository.ts';
import { readLatestSelection, readStills, saveSelection, saveStill } from './selection.repository.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { storeError } from './store-error.ts';
import { findVideo } from './video.repository.ts';

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
    return this.#attempt(db => {
      const videoId = findVideo(db, identity);
      return videoId === null ? [] : readRuns(db, videoId);
    });
  }

  async scoreTable(runIds: readonly number[], sampling: Sampling = everyFrame): Promise<ScoreTable> {
    try {
      return await readScoreTable(this.#db.sqlite, runIds, sampling);
    } catch (error) {
      throw storeError(error, this.location);
    }
  }

  async *scores(runId: number): AsyncGenerator<ScoreRow, void, undefined> {
    for (let from = 0; ; ) {
      const page = this.#attempt(db => readScores(db, runId, from, scoresAtOnce));
      yield* page;
      if (page.length < scoresAtOnce) return;
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

  async stills(selectionId: number): Promise<readonly StillRecord[]> {
    return this.#attempt(db => readStills(db, selectionId));
  }

  async saveStill(selectionId: number, still: StillRecord): Promise<void> {
    this.#attempt(db => saveStill(db, selectionId, still));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
  }

  #attempt<Result>(action: (db: Connection) => Result): Result {
    try {
      return action(this.#db);
    } catch (error) {
      throw storeError(error, this.location);
    }
  }
}
