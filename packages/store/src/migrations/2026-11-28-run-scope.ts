/** Runs over chosen frames, beside those over what a sampling keeps, which all that are there already are. */
export const sql = `
alter table run add column scope text not null default 'sampled' check (scope in ('sampled', 'chosen'));
`;
