import { basename, dirname, sep } from 'node:path';
import type { PickReport, SieveReport, VideoReport } from './json-document.ts';
import { printable } from './printable.ts';
import { describeLosses, describeTiers, describeVideo } from './summary.ts';

/**
 * What would be picked, why, and what it would be called, for a person; of each video with its score curve.
 *
 * @param charts by video, as they are to stand on the terminal.
 * @returns a text that is safe to show on a terminal.
 */
export function describeDryRun({ videos }: SieveReport, charts: ReadonlyMap<VideoReport, string>): string {
  return videos
    .filter(video => video.status !== 'failed')
    .map(video => describeSelection(video, charts.get(video)))
    .join('\n\n');
}

function describeSelection(video: VideoReport, chart: string | undefined): string {
  const { picks = [] } = video;
  const lines = [
    ...describeVideo(video),
    `  ${describeTiers(video)}; a dry run: nothing is stored or written`,
  ];
  const parts = [...lines, ...describeLosses(video), ...describeFolder(picks)].map(printable);
  if (picks.length > 0) parts.push('', ...describePicks(video).map(printable));
  if (chart !== undefined) parts.push('', chart);
  return parts.join('\n');
}

function describeFolder([first]: readonly PickReport[]): readonly string[] {
  return first?.file ? [`  Stills would be written to ${dirname(first.file)}${sep}`] : [];
}

/** A table of the picks, with the reason of each below it. */
function describePicks({ picks = [], metrics }: VideoReport): readonly string[] {
  const titles = ['rank', 'frame', 'time', ...metrics.map(({ id }) => id), 'tier', 'file'];
  const rows = picks.map(({ rank, frame, timeSeconds, scores, tier, file }) => [
    String(rank),
    String(frame),
    `${timeSeconds.toFixed(3)} s`,
    ...metrics.map(({ id }) => scores[id]?.toFixed(2) ?? '-'),
    tier,
    file === null ? '' : basename(file),
  ]);
  const widths = titles.map((title, i) =>
    rows.reduce((most, row) => Math.max(most, row[i]!.length), title.length),
  );
  // Numbers stand below each other, words begin below each other.
  const words = titles.length - 2;
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i < words ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [
    `  ${line(titles)}`,
    ...picks.flatMap((pick, i) => [`  ${line(rows[i]!)}`, `  ${' '.repeat(widths[0]!)}  ${pick.reason}`]),
  ];
}
