import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Store } from '@framesieve/core';
import Sqlite, { type Database } from 'better-sqlite3';
import { connect } from './connection.ts';
import { migrate } from './migrations/migrate.ts';
import { SqliteStore } from './sqlite-store.ts';
import { storeError } from './store-error.ts';

/** How long a statement waits for another process's transaction. */
const busyTimeoutMs = 10_000;

/**
 * Opens a database, making it and its folder when they are not there, and brings its schema up to date.
 *
 * @param location path of the file, or `:memory:` for one that is gone when it is closed.
 * @throws FrameSieveError `store-failed` when it can't be opened, is damaged or is not ours (it is left as it is);
 * `store-newer` when a newer FrameSieve wrote it.
 */
export async function openStore(location: string): Promise<Store> {
  let sqlite: Database | null = null;
  try {
    if (location !== ':memory:') await mkdir(dirname(location), { recursive: true });
    sqlite = new Sqlite(location, { timeout: busyTimeoutMs });
    // Before anything writes to it, and so that a damaged file is noticed.
    sqlite.pragma('schema_version');
    const db = connect(sqlite);
    sqlite.pragma('foreign_keys = on');
    migrate(db, location);
    tune(sqlite);
    return new SqliteStore(db, location);
  } catch (error) {
    sqlite?.close();
    throw storeError(isDirectory(location) ? { code: 'SQLITE_CANTOPEN', cause: error } : error, location);
  }
}

function tune(sqlite: Database): void {
  sqlite.pragma('journal_mode = wal');
  // In WAL mode this loses no committed transaction when the process dies, only, at worst, the last ones when the power does.
  sqlite.pragma('synchronous = normal');
  sqlite.pragma('cache_size = -32768');
  sqlite.pragma('temp_store = memory');
}

function isDirectory(location: string): boolean {
  return statSync(location, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
