/** Figures of the picture that shots and rejections are found by; NULL in the rows that are there already. */
export const sql = `
alter table frame add column sharpness real;
alter table frame add column noise real;
alter table frame add column blockiness real;
alter table frame add column shadows real;
alter table frame add column highlights real;
alter table frame add column dominance real;
`;
