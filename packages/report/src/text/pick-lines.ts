import { Line } from './paint.ts';

const mostLines = 4;

/** Writes the ranks of picks above their columns, the best ones first; on further lines where they would touch. */
export function pickLines(
  picks: readonly { readonly rank: number; readonly column: number }[],
  margin: number,
  width: number,
): readonly Line[] {
  const lines: Line[] = [];
  let without = 0;
  for (const { rank, column } of picks.toSorted((a, b) => a.rank - b.rank)) {
    const text = String(rank);
    const start = Math.min(margin + column, width - text.length);
    const fits = (line: Line) =>
      line.isFree(Math.max(margin, start - 1), Math.min(width, start + text.length + 1));
    let line = lines.find(fits);
    if (!line && lines.length < mostLines) {
      line = new Line(width);
      lines.push(line);
    }
    if (line) line.write(start, text, 'pick');
    else without += 1;
  }
  if (lines.length > 0) lines.at(-1)!.write(0, margin > 6 ? 'picks' : 'pick', 'muted');
  if (without === 0) return lines.toReversed();
  const more = new Line(width);
  more.write(margin, `and ${without} more where there is no room for their ranks`, 'muted');
  return [more, ...lines.toReversed()];
}
