import { dirname, sep } from 'node:path';
import { describeByHand } from './correct-by-hand.ts';
import { counted } from './counted.ts';
import type { MetricReport, SieveReport, VideoReport } from './json-document.ts';
import { rejectionTexts } from './rejection-texts.ts';

/**
 * What became of a call, for a person.
 *
 * @param seconds how long it took, with what was done before the first video.
 */
export function summarize({ videos, command }: SieveReport, seconds: number): string {
  // What failed from the start has been told on stderr.
  const parts = videos.filter(video => video.status !== 'failed').map(summarizeVideo);
  if (videos.length > 1) parts.push(totals(videos, command, seconds));
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
  const { error, picks } = video;
  const lines = [...describeVideo(video)];
  if (!error && picks && picks.length > 0) lines.push(...describePicks(video));
  else lines.push(...describeDocuments(video));
  return lines.join('\n');
}

/** What is known of a video, its metrics, and what there is to be warned of. */
export function describeVideo(video: VideoReport): readonly string[] {
  const { path, error, warnings, frames, decoder, elapsedSeconds, fps, metrics } = video;
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
  return lines;
}

function describeMetric({ id, direction, refines, scored, reused, unscorable }: MetricReport): string {
  const undefinedFor = unscorable > 0 ? `, undefined for ${unscorable} of them` : '';
  return `${id} (${direction} is better${refines ? ', refines' : ''}): ${scored} scored, ${reused} reused${undefinedFor}`;
}

function describePicks(video: VideoReport): string[] {
  const { picks = [], metrics } = video;
  const written = picks.flatMap(pick => (pick.sha256 === null || pick.file === null ? [] : [pick.file]));
  const where =
    written.length > 0 ? `; ${counted(written.length, 'still')} in ${dirname(written[0]!)}${sep}` : '';
  const lines = [`  ${describeTiers(video)}${where}`, ...describeDocuments(video), ...describeLosses(video)];
  for (const { rank, frame, timeSeconds, scores, tier } of picks) {
    const columns = [
      String(rank).padStart(5),
      `frame ${String(frame).padEnd(7)}`,
      `${timeSeconds.toFixed(3)} s`.padEnd(12),
    ];
    const figures = metrics.map(({ id }) => (scores[id]?.toFixed(2) ?? '-').padStart(8));
    lines.push(`${columns.join('  ')}${figures.join('')}  ${tier}`);
  }
  return lines;
}

/** What was written beside the stills. */
function describeDocuments({ report, contactSheet }: VideoReport): readonly string[] {
  return [
    ...(report ? [`  Report: ${report}`] : []),
    ...(contactSheet ? [`  Contact sheet: ${contactSheet}`] : []),
  ];
}

/** How many were picked, and how many of them by each tier. */
export function describeTiers({ picks = [], tiers }: VideoReport): string {
  const parts = Object.entries(tiers ?? {}).flatMap(([tier, count]) =>
    count > 0 ? [`${count} ${tier}`] : [],
  );
  return `${picks.length} picked${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
}

/** What was corrected by hand, rejected and why, and relaxed all the same; a line each. */
export function describeLosses(video: VideoReport): readonly string[] {
  const { rejected = {}, relaxed = [] } = video;
  const { removed: _removed, ...others } = rejected;
  const reasons = rejectionTexts(others);
  const corrections = describeByHand(video);
  return [
    ...(corrections === null ? [] : [`  ${corrections}`]),
    ...(reasons.length > 0 ? [`  Rejected: ${reasons.join(', ')}`] : []),
    ...(relaxed.length > 0 ? [`  Relaxed to find enough: ${relaxed.join(', ')}`] : []),
  ];
}

function describeSpeed(frames: number, seconds: number): string {
  const fps = frames / seconds;
  return `${seconds.toFixed(1)} s, ${fps.toFixed(fps < 10 ? 1 : 0)} frames/s`;
}

function totals(videos: readonly VideoReport[], command: SieveReport['command'], seconds: number): string {
  const count = (status: VideoReport['status']) => videos.filter(video => video.status === status).length;
  const parts = [`${count('ok')} done`, `${count('partial')} partial`, `${count('failed')} failed`];
  const stills = videos.flatMap(video => video.picks ?? []).filter(pick => pick.file !== null).length;
  const scored = videos.flatMap(({ metrics }) => Math.max(0, ...metrics.map(metric => metric.scored)));
  const frames = scored.reduce((sum, count) => sum + count, 0);
  return [
    `${videos.length} videos: ${parts.join(', ')}`,
    ...(frames > 0 ? [`${counted(frames, 'frame')} scored in ${describeSpeed(frames, seconds)}`] : []),
    ...(command === 'run' || command === 'export' ? [counted(stills, 'still')] : []),
  ].join('; ');
}
