import { join } from 'node:path';
import { openStore } from '@framesieve/store';
import { makePlan, makeScoredFrames } from '@framesieve/testkit/records';
import Database from 'better-sqlite3';
import { temporaryFolder } from '../command.ts';
import { newContext } from '../decoding.ts';
import type { Theme } from '../theme.ts';

const metric = 'test/a';
/** Frames of one transaction of the store. */
const batch = 500;

/** Storing frames and their scores in a file, beside inserting as many rows with the bare library. */
export const storeTheme: Theme = {
  title: 'Storing scores in a database file',
  async open({ quick }) {
    const rows = quick ? 5000 : 20_000;
    const folder = temporaryFolder();
    let files = 0;
    const file = () => join(folder.path, `${files++}.sqlite`);
    const bare = 'bare inserts of a frame and a score';
    return {
      cases: [
        { name: bare, unit: 'frame', run: async () => insertBare(file(), rows) },
        {
          name: 'the store stage',
          unit: 'frame',
          against: [{ to: bare, by: 'rate' }],
          run: () => store(file(), rows),
        },
      ],
      notes: [`${rows.toLocaleString('en')} frames, ${batch} in a transaction.`],
      async [Symbol.asyncDispose]() {
        folder[Symbol.dispose]();
      },
    };
  },
};

async function store(file: string, rows: number): Promise<number> {
  await using store = await openStore(file);
  await using ledger = await store.begin(makePlan([metric]));
  const scored = makeScoredFrames([metric], 0, rows);
  for await (const _ of store.run({ ledger, scored }, newContext()));
  return rows;
}

/** The same frames, in tables of the same kind, with the same settings of the database. */
function insertBare(file: string, rows: number): number {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  const facts = Array.from({ length: 10 }, (_, index) => `fact${index} REAL`).join(', ');
  database.exec(
    `CREATE TABLE frame (id INTEGER, ordinal INTEGER, pts INTEGER, time REAL, width INTEGER, height INTEGER,
       fingerprint BLOB, ${facts}, PRIMARY KEY (id, ordinal)) WITHOUT ROWID;
     CREATE TABLE score (run INTEGER, ordinal INTEGER, score REAL, PRIMARY KEY (run, ordinal)) WITHOUT ROWID;`,
  );
  const frame = database.prepare(`INSERT INTO frame VALUES (${Array(17).fill('?').join(', ')})`);
  const score = database.prepare('INSERT INTO score VALUES (1, ?, ?)');
  const fingerprint = Buffer.alloc(8, 7);
  const insert = database.transaction((from: number) => {
    for (let ordinal = from; ordinal < Math.min(rows, from + batch); ordinal++) {
      const figures = Array.from({ length: 10 }, (_, index) => (ordinal % 97) / (index + 1));
      frame.run(1, ordinal, ordinal * 512, ordinal / 25, 320, 240, fingerprint, ...figures);
      score.run(ordinal, ordinal / 7);
    }
  });
  for (let from = 0; from < rows; from += batch) insert(from);
  database.close();
  return rows;
}
