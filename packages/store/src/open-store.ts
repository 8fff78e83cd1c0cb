import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Store } from '@framesieve/core';
import Sqlite, { type Database } from 'better-sqlite3';
import { connect } from './connection.ts';
import { migrate } from './migrations/migrate.ts';
import { isReadOnly, openReadOnly } from './read-only-database.ts';
import { SqliteStore } from './sqlite-store.ts';
import { storeError } from './store-error.ts';

/** How long a statement waits for another process's transaction. */
const busyTimeoutMs = 10_000;

/** How to open a database. */
export interface OpenStoreOptions {
  /**
   * `existing`: for calls that read. The file has to be there; when it can't be written to, it is opened for reading only,
   * which `Store.readOnly` tells. Default: `create`.
   */
  readonly mode?: 'create' | 'existing';
}

/**
 * Opens a database, making it and its folder when they are not there, and brings its schema up to date.
 *
 * @param location path of the file, or `:memory:` for one that is gone when it is closed.
 * @throws FrameSieveError `store-failed` when it can't be opened, is damaged or is not ours (it is left as it is);
 * `store-newer` when a newer FrameSieve wrote it.
 */
export async function openStore(location: string, options: OpenStoreOptions = {}): Promise<Store> {
  const { mode = 'create' } = options;
  try {
    if (mode === 'existing' && isReadOnly(location)) {
      const { sqlite, close } = openReadOnly(location, busyTimeoutMs, sqlite => prepare(sqlite, location));
      return new SqliteStore(connect(sqlite), { location, readOnly: true, close });
    }
    if (mode === 'create' && location !== ':memory:') await mkdir(dirname(location), { recursive: true });
    const sqlite = openWritable(location, mode);
    return new SqliteStore(connect(sqlite), { location, readOnly: false, close: () => sqlite.close() });
  } catch (error) {
    throw storeError(isDirectory(location) ? { code: 'SQLITE_CANTOPEN', cause: error } : error, location);
  }
}

function openWritable(location: string, mode: 'create' | 'existing'): Database {
  const sqlite = new Sqlite(location, { timeout: busyTimeoutMs, fileMustExist: mode === 'existing' });
  try {
    prepare(sqlite, location);
    tune(sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function prepare(sqlite: Database, location: string): void {
  // Before anything writes to it, and so that a damaged file is noticed.
  sqlite.pragma('schema_version');
  sqlite.pragma('foreign_keys = on');
  migrate(sqlite, location);
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
