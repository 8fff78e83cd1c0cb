import { accessSync, chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';

/** A database that is only read, and how to close it. */
export interface ReadOnlyDatabase {
  readonly sqlite: Database;
  close(): void;
}

/** Whether a database is there that this process can't write to, itself or, as SQLite has to, beside it. */
export function isReadOnly(location: string): boolean {
  try {
    accessSync(location, constants.W_OK);
    accessSync(dirname(location), constants.W_OK);
    return false;
  } catch {
    return existsSync(location);
  }
}

/**
 * Opens a database that can't be written to: where it lies while another process writes to it, else as a copy in the folder
 * for temporary files.
 *
 * A database with a write-ahead log can't be read without files beside it; where they can be made after all, they would be
 * in the way of those who may write to it. A copy can also be brought up to date.
 *
 * @param prepare brings the schema up to date.
 * @throws what SQLite, copying or `prepare` throws; nothing stays open then.
 */
export function openReadOnly(
  location: string,
  timeout: number,
  prepare: (sqlite: Database) => void,
): ReadOnlyDatabase {
  const live = existsSync(`${location}-shm`) ? openLive(location, timeout, prepare) : null;
  return live ?? openCopy(location, prepare);
}

/** `null` where those files are left over from a process that died. */
function openLive(
  location: string,
  timeout: number,
  prepare: (sqlite: Database) => void,
): ReadOnlyDatabase | null {
  const sqlite = new Sqlite(location, { readonly: true, timeout });
  try {
    prepare(sqlite);
    return { sqlite, close: () => sqlite.close() };
  } catch {
    sqlite.close();
    return null;
  }
}

function openCopy(location: string, prepare: (sqlite: Database) => void): ReadOnlyDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'framesieve-'));
  let sqlite: Database | null = null;
  const close = () => {
    process.off('exit', close);
    sqlite?.close();
    rmSync(folder, { recursive: true, force: true });
  };
  // A process that ends on the spot, as one does that nobody reads from any more, must not leave the copy behind.
  process.once('exit', close);
  try {
    const copy = join(folder, 'copy.sqlite');
    for (const part of ['', '-wal'].filter(part => existsSync(location + part))) {
      copyFileSync(location + part, copy + part, constants.COPYFILE_FICLONE);
      chmodSync(copy + part, 0o600);
    }
    sqlite = new Sqlite(copy);
    prepare(sqlite);
    sqlite.pragma('query_only = on');
    return { sqlite, close };
  } catch (error) {
    close();
    throw error;
  }
}
