/** Corrections of picks by hand, which outlast the selections of a decode. */
export const sql = `
create table pick_override (
  decode_id integer not null references decode (id) on delete cascade,
  ordinal integer not null,
  action text not null check (action in ('added', 'removed')),
  created_at text not null,
  primary key (decode_id, ordinal)
) strict, without rowid;
-- What was selected of frames that are corrected: a JSON array.
alter table selection add column replaced text not null default '[]';
`;
