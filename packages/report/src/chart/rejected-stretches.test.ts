import type { RejectionReason } from '@framesieve/core';
import { makeScoreTable } from '@framesieve/testkit';
import { expect, it } from 'vitest';
import { rejectedColumns, rejectedStretches } from './rejected-stretches.ts';
import { rowsByColumn, timelineOf } from './timeline.ts';

function stretches(frames: number, columns: number, reasonOf: (ordinal: number) => RejectionReason | null) {
  const table = makeScoreTable({ scores: { m: Array.from({ length: frames }, () => 1) } });
  const rows = rowsByColumn(table, timelineOf(table, columns));
  const rejected = Array.from({ length: frames }, (_, ordinal) => ({
    ordinal,
    reason: reasonOf(ordinal),
  })).flatMap(({ ordinal, reason }) => (reason ? [{ ordinal, reason, inFavourOf: null }] : []));
  return rejectedStretches(rejectedColumns(table, rejected, rows), rows);
}

it('joins neighbouring columns of one reason, and tells reasons apart', () => {
  expect(stretches(100, 10, i => (i < 20 ? 'black' : i < 40 ? 'fade' : null))).toEqual([
    { reason: 'black', start: 0, end: 2 },
    { reason: 'fade', start: 2, end: 4 },
  ]);
});

it('takes a column for rejected when at least half of it is, and leaves out what was rejected for another frame', () => {
  expect(stretches(100, 10, i => (i % 3 === 0 ? 'blurred' : null))).toEqual([]);
  expect(stretches(100, 10, i => (i % 2 === 0 ? 'blurred' : 'gap'))).toEqual([
    { reason: 'blurred', start: 0, end: 10 },
  ]);
  expect(stretches(100, 10, () => 'duplicate')).toEqual([]);
});

it('goes on over columns that have no frame of their own', () => {
  expect(stretches(3, 9, i => (i < 2 ? 'flat' : null))).toEqual([{ reason: 'flat', start: 0, end: 8 }]);
});
