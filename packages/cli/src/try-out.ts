import { callVideos } from './call-videos.ts';
import { describeDryRun } from './describe-dry-run.ts';
import type { Invocation } from './invocation.ts';
import type { VideoReport } from './json-document.ts';
import { selectCommand } from './resieve.ts';

const chartHeight = 10;

/** `select --dry-run`: shows what would be picked and exported, on the score curve of the whole video. */
export async function tryOut(invocation: Invocation): Promise<number> {
  const { textChart } = await import('@framesieve/report');
  const { isTTY, columns } = process.stdout;
  const width = isTTY ? Math.min(columns, 160) : 80;
  const color = isTTY && process.stdout.hasColors();
  const charts = new Map<VideoReport, string>();
  const command = selectCommand({
    dryRun: true,
    onSelected: (report, table, { picked, rejected }) => {
      if (invocation.json) return;
      charts.set(report, textChart({ table, picked, rejected }, { width, height: chartHeight, color }));
    },
  });
  return callVideos(command, invocation, async report => describeDryRun(report, charts));
}
