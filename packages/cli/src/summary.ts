import { dirname, sep } from 'node:path';
import { counted } from './counted.ts';
import type { MetricReport, SieveReport, VideoReport } from './json-document.ts';

/** What became of a call, for a person. */
export function summarize({ videos, command }: SieveReport): string {
  // What failed from the start has been told on stderr.
  const parts = videos.filter(video => video.status !== 'failed').map(summarizeVideo);
  if (videos.length > 1) parts.push(totals(videos, command));
  return parts.join('\n');
}

/** Why videos were only partly done, for a person who wants to hear of nothing else; what failed has been told on stderr. */
export function summarizeProblems({ videos }: SieveReport): string {
  const partial = videos.filter(video => video.status === 'partial');
  return partial
    .flatMap(({ path, warnings }) => warnings.map(text => `framesieve: ${path}: ${text}`))
    .join('\n');
}

function summarizeVideo(video: VideoReport): string {
  const { path, error, warnings, frames, decoder, elapsedSeconds, fps, metrics, picks } = video;
  const lines: string[] = [];
  if (error) {
    lines.push(`${path}: ${error.code === 'interrupted' ? 'interrupted' : 'failed'}; what is stored so far:`);
  } else {
    const speed = fps === null ? '' : `, ${fps.toFixed(fps < 10 ? 1 : 0)} frames/s`;
    lines.push(
      // How many frames there are is not known where the end was not decoded.
      `${path}: ${frames === null ? '' : `${counted(frames, 'frame')}, `}${decoder}, ${elapsedSeconds.toFixed(1)} s${speed}`,
    );
  }
  for (const metric of metrics) lines.push(`  ${describeMetric(metric)}`);
  for (const warning of warnings) lines.push(`  Warning: ${warning}`);
  if (!error && picks && picks.length > 0) lines.push(...describePicks(video));
  return lines.join('\n');
}

function describeMetric({ id, direction, scored, reused, unscorable }: MetricReport): string {
  const undefinedFor = unscorable > 0 ? `, undefined for ${unscorable} of them` : '';
  return `${id} (${direction} is better): ${scored} scored, ${reused} reused${undefinedFor}`;
}

function describePicks({ picks = [], metrics, rejected = {} }: VideoReport): string[] {
  const written = picks.flatMap(pick => (pick.sha256 === null || pick.file === null ? [] : [pick.file]));
  const reasons = Object.entries(rejected).map(([reason, count]) => `${count} ${reason}`);
  const where =
    written.length > 0 ? `, ${counted(written.length, 'still')} in ${dirname(written[0]!)}${sep}` : '';
  const lines = [
    `  ${picks.length} picked${reasons.length > 0 ? ` (rejected: ${reasons.join(', ')})` : ''}${where}`,
  ];
  const ranking = metrics[0]?.id;
  for (const { rank, frame, timeSeconds, scores, tier } of picks) {
    const score = ranking === undefined ? null : (scores[ranking] ?? null);
    const columns = [
      String(rank).padStart(5),
      `frame ${String(frame).padEnd(7)}`,
      `${timeSeconds.toFixed(3)} s`.padEnd(12),
    ];
    lines.push(`${columns.join('  ')}${(score === null ? '-' : score.toFixed(2)).padStart(8)}  ${tier}`);
  }
  return lines;
}

function totals(videos: readonly VideoReport[], command: SieveReport['command']): string {
  const count = (status: VideoReport['status']) => videos.filter(video => video.status === status).length;
  const parts = [`${count('ok')} done`, `${count('partial')} partial`, `${count('failed')} failed`];
  const stills = videos.flatMap(video => video.picks ?? []).filter(pick => pick.file !== null).length;
  return `${videos.length} videos: ${parts.join(', ')}${command === 'run' || command === 'export' ? `; ${counted(stills, 'still')}` : ''}`;
}
