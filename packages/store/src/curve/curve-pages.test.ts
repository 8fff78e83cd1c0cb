import Sqlite, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { migrate } from '../migrations/migrate.ts';
import { readCurvePages } from './curve-pages.ts';

const [decodeId, runId] = [7, 3];

/** A database with frames and scores of the ordinals in ranges `[start, end)`, which need not be the same. */
function makeDatabase(
  frames: readonly (readonly [number, number])[],
  scored: readonly (readonly [number, number])[],
  values: readonly (number | null)[],
): Database {
  const sqlite = new Sqlite(':memory:');
  migrate(sqlite, ':memory:');
  sqlite.pragma('foreign_keys = off');
  sqlite.exec('create table value (i integer primary key, x real)');
  const put = sqlite.prepare('insert into value values (?, ?)');
  for (const [i, value] of values.entries()) put.run(i, value);
  const ordinals = 'with recursive n (i) as (select ? union all select i + 1 from n where i + 1 < ?)';
  const frame =
    sqlite.prepare(`${ordinals} insert or ignore into frame (decode_id, ordinal, pts_ticks, pts_source,
    time_seconds, width, height, key_frame, corrupt, fingerprint, perceptual_hash, mean_luma, contrast)
    select ${decodeId}, i, i, 'container', i / 29.97, 1, 1, 0, 0, x'0000000000000000', x'0000000000000000', 0, 0 from n`);
  const score = sqlite.prepare(`${ordinals} insert or ignore into score
    select ${runId}, n.i, x, iif(x is null, 'flat', null), null from n join value on value.i = n.i % ${values.length}`);
  sqlite.transaction(() => {
    for (const [start, end] of frames) frame.run(start, end);
    for (const [start, end] of scored) score.run(start, end);
  })();
  return sqlite;
}

/** Rows of columns, with the bits of numbers: `-0` is not `0`. */
function rowsOf(sqlite: Database, start: number, end: number): unknown[] {
  return [...readCurvePages(sqlite, { runId, decodeId, start, end })].flatMap(page =>
    [...page.ordinals].map((ordinal, i) => [ordinal, page.timeSeconds[i], page.scores[i]]),
  );
}

function joinedRows(sqlite: Database, start: number, end: number): unknown[] {
  const query = sqlite.prepare<[number, number], [number, number, number | null]>(
    `select score.ordinal, time_seconds, score from score join frame on frame.ordinal = score.ordinal
     where decode_id = ${decodeId} and run_id = ${runId} and score.ordinal >= ? and score.ordinal < ? order by 1`,
  );
  return query
    .raw()
    .all(start, end)
    .map(([ordinal, time, score]) => [ordinal, time, score ?? Number.NaN]);
}

it('reads what a plain join does, to the bit, of every run and range', () => {
  const place = fc.oneof(fc.nat(30), fc.nat(13_000), fc.integer({ min: 4998, max: 5002 }));
  const range = fc.tuple(place, place).map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const);
  const ranges = fc.array(range, { maxLength: 4 });
  // SQLite keeps no NaN, and has one zero.
  const value = fc.option(fc.double({ noNaN: true }).map(x => x + 0));
  const values = fc.array(value, { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(ranges, ranges, values, range, (gaps, more, values, [start, end]) => {
      const frames = [[0, 9000] as const, ...more];
      const sqlite = makeDatabase(frames, gaps.length > 0 ? gaps : frames, values);
      expect(rowsOf(sqlite, 0, 2 ** 32)).toEqual(joinedRows(sqlite, 0, 2 ** 32));
      expect(rowsOf(sqlite, start, end)).toEqual(joinedRows(sqlite, start, end));
      sqlite.close();
    }),
    { numRuns: 40 },
  );
});

it('reads every double as it was stored', () => {
  const values = fc.array(
    fc.double({ noNaN: true }).map(x => x + 0),
    { minLength: 5000, maxLength: 5000 },
  );
  fc.assert(
    fc.property(values, values => {
      const sqlite = makeDatabase([[0, 5000]], [[0, 5000]], values);
      const [page] = readCurvePages(sqlite, { runId, decodeId, start: 0, end: 5000 });
      expect(Buffer.from(page!.scores.buffer).equals(Buffer.from(Float64Array.from(values).buffer))).toBe(
        true,
      );
      sqlite.close();
    }),
    { numRuns: 10 },
  );
});
