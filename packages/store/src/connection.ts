import type { Database } from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Schema } from './tables/schema.ts';

/**
 * One connection to a database. Kysely builds and types the queries; they are run synchronously, as better-sqlite3
 * does, so that nothing can come between the statements of a transaction.
 */
export interface Connection {
  readonly sqlite: Database;
  readonly query: Kysely<Schema>;
}

/** Wraps an open database. */
export function connect(sqlite: Database): Connection {
  const query = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: db => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  return { sqlite, query };
}

/** Runs a query and returns all its rows. */
export function all<Row>({ sqlite }: Connection, built: Compilable<Row>): Row[] {
  const { sql, parameters } = built.compile();
  return sqlite.prepare<unknown[], Row>(sql).all(...parameters);
}

/** Runs a query and returns its first row. */
export function first<Row>({ sqlite }: Connection, built: Compilable<Row>): Row | undefined {
  const { sql, parameters } = built.compile();
  return sqlite.prepare<unknown[], Row>(sql).get(...parameters);
}

/** Runs a statement that returns no rows; returns how many it changed. */
export function execute({ sqlite }: Connection, built: Compilable<unknown>): number {
  const { sql, parameters } = built.compile();
  return sqlite.prepare(sql).run(...parameters).changes;
}

/** Runs statements as one transaction that no other writer can come into. */
export function transact<Result>({ sqlite }: Connection, action: () => Result): Result {
  return sqlite.transaction(action).immediate();
}
