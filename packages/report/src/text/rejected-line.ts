import { isOwnReason, type OwnReason, type Rejection } from '@framesieve/core';
import { type RejectedColumn, reasonTexts } from '../chart/rejected-stretches.ts';
import { Line } from './paint.ts';

const letters: Readonly<Record<OwnReason, string>> = {
  unscorable: 'u',
  black: 'b',
  white: 'w',
  flat: 'f',
  damaged: 'g',
  fade: 'd',
  crossfade: 'x',
  card: 'c',
  blurred: 'l',
  noisy: 'n',
  blocky: 'k',
  underexposed: 's',
  overexposed: 'h',
};

/** A line of letters below the columns in which frames were rejected: capitals where at least half of them were. */
export function rejectedLine(
  columns: readonly (RejectedColumn | null)[],
  margin: number,
  width: number,
): readonly Line[] {
  if (columns.every(column => column === null)) return [];
  const line = new Line(width);
  line.write(0, margin > 4 ? 'out' : '', 'muted');
  for (const [i, column] of columns.entries()) {
    if (!column) continue;
    const letter = letters[column.reason];
    line.write(margin + i, column.share >= 0.5 ? letter.toUpperCase() : letter, 'rejected');
  }
  return [line];
}

/** What the letters stand for, and how many frames were rejected for each reason. */
export function rejectedLegend(
  columns: readonly (RejectedColumn | null)[],
  rejected: readonly Rejection[],
): readonly string[] {
  if (columns.every(column => column === null)) return [];
  const counts = new Map<OwnReason, number>();
  for (const { reason } of rejected)
    if (isOwnReason(reason)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = (Object.keys(reasonTexts) as OwnReason[]).filter(reason => counts.has(reason));
  return [
    'Left out (capitals: at least half of the frames there):',
    ...reasons.map(reason => `  ${letters[reason]}  ${reason} (${counts.get(reason)})`),
  ];
}
