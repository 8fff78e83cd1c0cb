import { FrameSieveError } from '@framesieve/core';
import type { Database } from 'better-sqlite3';
import { sql as first } from './2026-11-23-first.ts';
import { sql as pictureFigures } from './2026-11-28-picture-figures.ts';
import { sql as runScope } from './2026-11-28-run-scope.ts';
import { sql as pickOverrides } from './2026-11-29-pick-overrides.ts';

/** In order; a migration's place + 1 is the schema version it leads to, kept in `user_version`. */
const migrations: readonly string[] = [first, pictureFigures, runScope, pickOverrides];

/** "FSie": marks a database as one of ours in its header. */
const applicationId = 0x46536965;

/**
 * Brings a database up to date, in one transaction.
 *
 * @throws FrameSieveError `store-newer` for a schema from the future, `store-failed` for another program's database.
 */
export function migrate(sqlite: Database, location: string): void {
  const pragma = (name: string) => Number(sqlite.pragma(name, { simple: true }));
  if (pragma('user_version') === migrations.length && pragma('application_id') === applicationId) return;
  sqlite
    .transaction(() => {
      const version = pragma('user_version');
      const tables = sqlite.prepare('select count(*) from sqlite_master').pluck().get() as number;
      if (tables > 0 && pragma('application_id') !== applicationId) throw foreign(location);
      if (version > migrations.length) throw newer(location, version);
      for (const migration of migrations.slice(version)) sqlite.exec(migration);
      sqlite.pragma(`application_id = ${applicationId}`);
      sqlite.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

function foreign(location: string): FrameSieveError {
  return new FrameSieveError({
    code: 'store-failed',
    message: `The database "${location}" belongs to another program.`,
    hint: 'Name another file with --db.',
  });
}

function newer(location: string, version: number): FrameSieveError {
  return new FrameSieveError({
    code: 'store-newer',
    message: `The database "${location}" has schema ${version}, this FrameSieve knows schemas up to ${migrations.length}.`,
    hint: 'Update FrameSieve, or name another file with --db.',
  });
}
