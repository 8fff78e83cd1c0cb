import type { Database } from 'better-sqlite3';

/** Few enough that a page keeps a thread busy for a few milliseconds only. */
const pageSize = 5000;

/** The scores of one run for frames `[start, end)` of its decode. */
export interface CurveRange {
  readonly runId: number;
  readonly decodeId: number;
  /** Ordinals. */
  readonly start: number;
  readonly end: number;
}

/** Consecutive scores of a run, as columns of equal length. */
export interface CurvePage {
  readonly ordinals: Uint32Array<ArrayBuffer>;
  readonly timeSeconds: Float64Array<ArrayBuffer>;
  /** NaN for NULL. */
  readonly scores: Float64Array<ArrayBuffer>;
}

/**
 * Reads scores and their times page by page, each in one state of the database; no statement stays open between two pulls.
 *
 * A column comes as one JSON text, whose 17 digits stand for exactly one double: a fifth of the time of a join row by row.
 * Scores and times are read beside each other where the run has every frame of a page, and joined where it has not.
 */
export function* readCurvePages(
  sqlite: Database,
  { runId, decodeId, start, end }: CurveRange,
): Generator<CurvePage, void, undefined> {
  const findNext = sqlite
    .prepare<[number, number, number], number | null>(
      'select min(ordinal) from score where run_id = ? and ordinal >= ? and ordinal < ?',
    )
    .pluck();
  const readScores = columnReader(sqlite, 'score', 'run_id', 'score');
  const readTimes = columnReader(sqlite, 'time_seconds', 'decode_id', 'frame');
  const join = createJoin(sqlite);
  const readPage = sqlite.transaction((first: number, last: number): CurvePage => {
    const scores = readScores(runId, first, last);
    const timeSeconds = scores.length === pageSize ? readTimes(decodeId, first, last) : null;
    if (timeSeconds?.length !== pageSize) return join(decodeId, runId, first, last);
    const ordinals = new Uint32Array(pageSize);
    for (let i = 0; i < pageSize; i++) ordinals[i] = first + i;
    return { ordinals, timeSeconds, scores };
  });
  for (let from = start; ; ) {
    const first = findNext.get(runId, from, end);
    if (typeof first !== 'number') return;
    from = Math.min(first + pageSize, end);
    yield readPage.deferred(first, from - 1);
  }
}

function columnReader(sqlite: Database, column: string, key: string, table: string) {
  const query = sqlite
    .prepare<[number, number, number], string>(
      `select json_group_array(${column})
       from (select ${column} from ${table} where ${key} = ? and ordinal between ? and ? order by ordinal)`,
    )
    .pluck();
  return (id: number, first: number, last: number) => parse(query.get(id, first, last)!);
}

/** Prepares the way that is right for all runs. */
function createJoin(sqlite: Database) {
  // A cross join keeps the order of the tables: of a sparse run, few frames are looked up.
  const query = sqlite
    .prepare<[number, number, number, number], [string, string, string]>(
      `select json_group_array(ordinal), json_group_array(time_seconds), json_group_array(score)
       from (select score.ordinal, frame.time_seconds, score.score from score
         cross join frame on frame.decode_id = ? and frame.ordinal = score.ordinal
         where score.run_id = ? and score.ordinal between ? and ? order by score.ordinal)`,
    )
    .raw();
  return (decodeId: number, runId: number, first: number, last: number): CurvePage => {
    const [ordinals, times, scores] = query.get(decodeId, runId, first, last)!;
    return {
      ordinals: Uint32Array.from(parse(ordinals)),
      timeSeconds: parse(times),
      scores: parse(scores),
    };
  };
}

function parse(json: string): Float64Array<ArrayBuffer> {
  const values: readonly (number | null)[] = JSON.parse(json);
  const column = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) column[i] = values[i] ?? Number.NaN;
  return column;
}
