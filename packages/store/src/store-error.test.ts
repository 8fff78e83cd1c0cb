import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { storeError } from './store-error.ts';

it('calls a database busy that another program keeps locked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'framesieve-store-'));
  const [one, other] = [0, 1].map(() => new Sqlite(join(folder, 'locked.sqlite'), { timeout: 0 }));
  one!.exec('begin exclusive');
  let caught: unknown;
  try {
    other!.exec('begin immediate');
  } catch (error) {
    caught = error;
  }
  one!.close();
  other!.close();
  rmSync(folder, { recursive: true });
  expect(storeError(caught, 'locked.sqlite')).toMatchObject({
    code: 'store-busy',
    message: 'The database "locked.sqlite" is locked by another program.',
  });
});

it('passes on what is a sentence already', () => {
  const said = storeError(new Error('x'), 'a.sqlite');
  expect(said).toMatchObject({ code: 'store-failed', message: 'The database "a.sqlite" failed: x.' });
  expect(storeError(said, 'b.sqlite')).toBe(said);
});
