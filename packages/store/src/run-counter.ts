import { type RunRecord, turn } from '@framesieve/core';
import type { Selectable } from 'kysely';
import type { Connection } from './connection.ts';
import type { RunTable } from './tables/run.table.ts';

/** Few enough that counting them keeps the process busy for some milliseconds only. */
const rowsAtOnce = 100_000;

/** How many rows of a run have a score, and how many have none. */
export type RunCounts = Pick<RunRecord, 'scored' | 'unscorable'>;

interface CountedPage {
  readonly rows: number;
  readonly scored: number;
  readonly last: number | null;
}

/** Counts the rows of runs, which takes a tenth of a second for a million; of those that have ended, once. */
export class RunCounter {
  readonly #ended = new Map<number, { readonly endedAt: string; readonly counts: RunCounts }>();

  /** The counts of a run as it is now; other things get their turn meanwhile. */
  async count(db: Connection, run: Pick<Selectable<RunTable>, 'id' | 'ended_at'>): Promise<RunCounts> {
    const { id, ended_at: endedAt } = run;
    const known = this.#ended.get(id);
    if (known && known.endedAt === endedAt) return known.counts;
    const counts = await countRows(db, id);
    if (endedAt !== null) this.#ended.set(id, { endedAt, counts });
    return counts;
  }
}

async function countRows({ sqlite }: Connection, runId: number): Promise<RunCounts> {
  const query = sqlite.prepare<[number, number, number], CountedPage>(
    `select count(*) as rows, count(score) as scored, max(ordinal) as last
     from (select ordinal, score from score where run_id = ? and ordinal >= ? order by ordinal limit ?)`,
  );
  let counts: RunCounts = { scored: 0, unscorable: 0 };
  for (let from = 0; ; ) {
    const { rows, scored, last } = query.get(runId, from, rowsAtOnce)!;
    counts = { scored: counts.scored + scored, unscorable: counts.unscorable + rows - scored };
    // What was read is read once: in the cache it would only take room.
    if (rows === rowsAtOnce) sqlite.pragma('shrink_memory');
    if (last === null || rows < rowsAtOnce) return counts;
    from = last + 1;
    await turn();
  }
}
