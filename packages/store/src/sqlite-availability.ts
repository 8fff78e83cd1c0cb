import { type Availability, messageOf } from '@framesieve/core';
import Sqlite from 'better-sqlite3';

/** Whether SQLite can be used on this machine, and which version it is. */
export function sqliteAvailability(): Availability {
  try {
    const sqlite = new Sqlite(':memory:');
    const version = sqlite.prepare<unknown[], string>('SELECT sqlite_version()').pluck().get();
    sqlite.close();
    return { available: true, version: `SQLite ${version}` };
  } catch (error) {
    return {
      available: false,
      reason: messageOf(error),
      hint: 'Install better-sqlite3 again: its binary for this platform does not load.',
    };
  }
}
