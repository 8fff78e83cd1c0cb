import { makePlan } from '@framesieve/testkit/records';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { connect } from './connection.ts';
import { migrate } from './migrations/migrate.ts';
import { RunCounter } from './run-counter.ts';
import { SqliteLedger } from './sqlite-ledger.ts';
import { readVideos } from './video.repository.ts';

it('says of a run whose owner is dead that it was interrupted, and lists its video behind one that is being scored', async () => {
  const sqlite = new Sqlite(':memory:');
  migrate(sqlite, ':memory:');
  const db = connect(sqlite);
  const states = async () => (await readVideos(db, new RunCounter())).map(({ runs }) => runs[0]!.state);
  await using _living = new SqliteLedger(db, makePlan(['test/a']), ':memory:');
  const other = { identity: { sizeBytes: 5, sha256: 'other' } };
  await using dead = new SqliteLedger(db, makePlan(['test/a'], other), ':memory:');
  expect(await states()).toEqual(['running', 'running']);
  sqlite
    .prepare('update run set owner_token = ? where id = ?')
    .run('an earlier process', dead.runs[0]!.runId);
  expect(await states()).toEqual(['running', 'interrupted']);
  expect((await readVideos(db, new RunCounter())).at(-1)).toMatchObject(other);
});

it('counts the rows of an ended run once, and anew when it has gone on', async () => {
  const sqlite = new Sqlite(':memory:');
  migrate(sqlite, ':memory:');
  const db = connect(sqlite);
  const counter = new RunCounter();
  const scored = async () => (await readVideos(db, counter))[0]!.runs[0]!.scored;
  await using ledger = new SqliteLedger(db, makePlan(['test/a']), ':memory:');
  const { runId } = ledger.runs[0]!;
  const put = sqlite.prepare('insert into score select ?, ?, 1.5, null, null');
  put.run(runId, 0);
  expect(await scored()).toBe(1);
  put.run(runId, 1);
  expect(await scored()).toBe(2);
  await ledger.finish({ frameCount: null, issues: [] });
  expect(await scored()).toBe(2);
  sqlite.prepare('update run set ended_at = ?').run('2001-01-01T00:00:00.000Z');
  put.run(runId, 2);
  expect(await scored()).toBe(3);
});
