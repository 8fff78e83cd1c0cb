import type { FrameRecord, RunRecord } from '@framesieve/core';
import { expect, it } from 'vitest';
import { columns, csvLine, flatRow } from './score-rows.ts';

const run = { metric: { id: 'a/a' } } as RunRecord;

const frame: FrameRecord = {
  ordinal: 7,
  ptsTicks: 3584,
  ptsSource: 'container',
  timeSeconds: 0.28,
  width: 320,
  height: 240,
  keyFrame: false,
  corrupt: true,
  fingerprint: 0xabcn,
  facts: {
    meanLuma: 0.5,
    contrast: 0.25,
    change: null,
    perceptualHash: 1n,
    sharpness: 0.75,
    noise: 0.01,
    blockiness: 0,
    shadows: 0.125,
    highlights: 0.0625,
    dominance: 0.3,
  },
};

it('is a line of CSV with a field for every column', () => {
  expect(columns.join(',')).toBe(
    'metric,frame,pts_ticks,pts_source,time_seconds,score,reason,width,height,key_frame,corrupt,mean_luma,contrast,change,sharpness,noise,blockiness,shadows,highlights,dominance,fingerprint',
  );
  expect(csvLine(flatRow(run, { frame, score: { score: 1.5, distribution: null } }))).toBe(
    'a/a,7,3584,container,0.28,1.5,,320,240,false,true,0.5,0.25,,0.75,0.01,0,0.125,0.0625,0.3,0000000000000abc',
  );
});

it('leaves a field empty that was not measured', () => {
  const facts = { ...frame.facts, sharpness: null };
  const row = flatRow(run, { frame: { ...frame, facts }, score: { score: 2, distribution: null } });
  expect(row.sharpness).toBeNull();
  expect(csvLine(row).split(',')[columns.indexOf('sharpness')]).toBe('');
});

it.each([
  ['too small', 'too small'],
  ['too small, by 3', '"too small, by 3"'],
  ['not "a" picture', '"not ""a"" picture"'],
  ['two\nlines', '"two\nlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
])('quotes the reason %j where it has to be', (reason, field) => {
  const line = csvLine(flatRow(run, { frame, score: { score: null, reason } }));
  expect(line).toContain(`,0.28,,${field},320,`);
});
