import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Store } from '@framesieve/core';
import { openDatabase } from '../open-database.ts';
import type { Settings } from '../settings.ts';

/**
 * Opens the database that stills may come from: the one that the settings name; else the one beside their folder, where an
 * export leaves it unless told otherwise, or the usual one.
 *
 * @returns `null` when it does not exist.
 * @throws FrameSieveError what the store says of it.
 */
export async function findDatabase({ config, db }: Settings, folder: string): Promise<Store | null> {
  const candidates = config.db === null ? [resolve(folder, '..', 'framesieve.sqlite'), db] : [db];
  for (const location of candidates) {
    const isThere =
      location !== ':memory:' &&
      (await access(location).then(
        () => true,
        () => false,
      ));
    if (isThere) return openDatabase(location, 'existing');
  }
  return null;
}
