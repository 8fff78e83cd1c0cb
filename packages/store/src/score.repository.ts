import type { FrameScore, ScoreRow } from '@framesieve/core';
import type { Selectable } from 'kysely';
import type { Connection } from './connection.ts';
import { toFrameRecord } from './frame.repository.ts';
import { OrdinalSet } from './ordinal-set.ts';
import type { FrameTable } from './tables/frame.table.ts';
import type { ScoreTable } from './tables/score.table.ts';

/** Makes the function that inserts scores of a run. */
export function createScoreWriter(
  db: Connection,
  runId: number,
): (ordinal: number, score: FrameScore) => void {
  const insert = db.sqlite.prepare(
    'insert into score (run_id, ordinal, score, reason, distribution) values (?, ?, ?, ?, ?)',
  );
  return (ordinal, score) => {
    if (score.score === null) insert.run(runId, ordinal, null, score.reason, null);
    else
      insert.run(runId, ordinal, score.score, null, score.distribution && JSON.stringify(score.distribution));
  };
}

/** The frames that have a row in a run, scored or not. */
export function scoredOrdinals(db: Connection, runId: number): OrdinalSet {
  const ordinals = new OrdinalSet();
  const stored = db.sqlite.prepare<[number], number>('select ordinal from score where run_id = ?').pluck();
  for (const ordinal of stored.all(runId)) ordinals.add(ordinal);
  return ordinals;
}

/** Copies rows of frames that one run has to another that has none for them. */
export function copyScores(
  db: Connection,
  { from, into }: { readonly from: number; readonly into: number },
  ordinals: readonly number[],
): void {
  const copy = db.sqlite.prepare(
    `insert into score (run_id, ordinal, score, reason, distribution)
     select ?, ordinal, score, reason, distribution from score where run_id = ? and ordinal = ?`,
  );
  for (const ordinal of ordinals) copy.run(into, from, ordinal);
}

type JoinedRow = Selectable<ScoreTable> & Selectable<FrameTable>;

/** One page of a run's scores with their frames, in order, from an ordinal on. */
export function readScores(db: Connection, runId: number, fromOrdinal: number, limit: number): ScoreRow[] {
  return db.sqlite
    .prepare<[number, number, number], JoinedRow>(
      `select frame.*, score.score, score.reason, score.distribution
       from score
       join run on run.id = score.run_id
       join frame on frame.decode_id = run.decode_id and frame.ordinal = score.ordinal
       where score.run_id = ? and score.ordinal >= ?
       order by score.ordinal limit ?`,
    )
    .all(runId, fromOrdinal, limit)
    .map(row => ({ frame: toFrameRecord(row), score: toFrameScore(row) }));
}

function toFrameScore({
  score,
  reason,
  distribution,
}: Omit<Selectable<ScoreTable>, 'run_id' | 'ordinal'>): FrameScore {
  if (score === null) return { score, reason: reason ?? '' };
  return { score, distribution: distribution === null ? null : JSON.parse(distribution) };
}
