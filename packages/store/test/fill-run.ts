import Sqlite from 'better-sqlite3';

/**
 * Gives a run frames and scores that SQLite makes up: a hundred thousand in a second. Every tenth ordinal is left out unless
 * it is to be dense, every 17th can't be scored, every 501st is damaged, and those divisible by 1000 have no new figures.
 */
export function fillRun(
  file: string,
  { decodeId, runId }: { readonly decodeId: number; readonly runId: number },
  endOrdinal: number,
  isDense = false,
): void {
  const isKept = isDense ? 'true' : 'i % 10 <> 9';
  const sqlite = new Sqlite(file);
  const ordinals = `with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < ${endOrdinal})`;
  sqlite.exec(`begin;
    ${ordinals} insert into frame select ${decodeId}, i, i * 512, 'container', i / 25.0, 320, 240, i % 12 = 0, i % 501 = 0, randomblob(8),
      randomblob(8), i % 7 / 7.0, i % 11 / 11.0, nullif(i % 13, 0) / 13.0, i % 5 / 5.0, i % 3 / 3.0, i % 23 / 23.0,
      i % 29 / 29.0, i % 31 / 31.0, i % 37 / 37.0 from n where ${isKept};
    update frame set sharpness = null, noise = null, blockiness = null, shadows = null, highlights = null, dominance = null
      where ordinal % 1000 = 0;
    ${ordinals} insert into score select ${runId}, i, iif(i % 17, i % 101 / 3.0, null), iif(i % 17, null, 'flat'), null
      from n where ${isKept};
    commit;`);
  sqlite.close();
}
