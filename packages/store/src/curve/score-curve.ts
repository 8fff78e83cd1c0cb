import { type ScoreCurve, turn } from '@framesieve/core';
import type { Database } from 'better-sqlite3';
import { decodeOfRuns } from '../decode-of-runs.ts';
import { type CurvePage, type CurveRange, readCurvePages } from './curve-pages.ts';
import { readPagesElsewhere } from './read-pages-elsewhere.ts';

/** Rows from which on other threads are worth their start. */
const manyRows = 100_000;

/** After every ordinal there can be: they fit into 32 bits. */
const endOrdinal = 2 ** 32;

/**
 * Reads the scores of a run from an ordinal on. The process is kept busy for no more than a page at a time; many rows of a
 * file are read by two threads, a half each.
 *
 * @throws FrameSieveError `internal` when the run is not stored, or what SQLite throws.
 */
export async function readScoreCurve(
  sqlite: Database,
  runId: number,
  fromOrdinal: number,
): Promise<ScoreCurve> {
  const decodeId = decodeOfRuns(sqlite, [runId]);
  const range = { runId, decodeId, start: fromOrdinal, end: endOrdinal };
  const pages = sqlite.memory || !hasMany(sqlite, range) ? null : await readHalves(sqlite, range);
  return joinPages(pages ?? (await readInTurns(sqlite, range)));
}

async function readInTurns(sqlite: Database, range: CurveRange): Promise<readonly CurvePage[]> {
  const pages: CurvePage[] = [];
  for (const page of readCurvePages(sqlite, range)) {
    pages.push(page);
    await turn();
  }
  return pages;
}

/** `null` when a thread fails. */
async function readHalves(sqlite: Database, range: CurveRange): Promise<readonly CurvePage[] | null> {
  const { name: file } = sqlite;
  const middle = middleOf(sqlite, range);
  const [lower, upper] = await Promise.all([
    readPagesElsewhere({ file, range: { ...range, end: middle } }),
    readPagesElsewhere({ file, range: { ...range, start: middle } }),
  ]);
  return lower && upper && [...lower, ...upper];
}

function joinPages(pages: readonly CurvePage[]): ScoreCurve {
  const rows = pages.reduce((sum, page) => sum + page.ordinals.length, 0);
  const curve = {
    ordinals: new Uint32Array(rows),
    timeSeconds: new Float64Array(rows),
    scores: new Float64Array(rows),
  };
  let row = 0;
  for (const { ordinals, timeSeconds, scores } of pages) {
    curve.ordinals.set(ordinals, row);
    curve.timeSeconds.set(timeSeconds, row);
    curve.scores.set(scores, row);
    row += ordinals.length;
  }
  return curve;
}

function hasMany(sqlite: Database, { runId, start }: CurveRange): boolean {
  const count = sqlite
    .prepare<[number, number, number], number>(
      'select count(*) from (select 1 from score where run_id = ? and ordinal >= ? limit ?)',
    )
    .pluck();
  return count.get(runId, start, manyRows)! === manyRows;
}

/** The ordinal in the middle between the first and the last of a range that has rows. */
function middleOf(sqlite: Database, { runId, start }: CurveRange): number {
  const read = (which: 'min' | 'max') =>
    sqlite
      .prepare<[number, number], number>(
        `select ${which}(ordinal) from score where run_id = ? and ordinal >= ?`,
      )
      .pluck()
      .get(runId, start)!;
  return Math.ceil((read('min') + read('max')) / 2);
}
