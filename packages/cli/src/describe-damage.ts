import type { AnalysisReport, DecodeIssue } from '@framesieve/core';
import type { DamageReport } from './json-document.ts';
import type { VideoTask } from './process-videos.ts';

/** Sums up the damage that a decode met; `null` for none. */
export async function damageOf(
  { session }: VideoTask,
  { issues, frameCount, decodeId }: AnalysisReport,
): Promise<DamageReport | null> {
  const inOrder = [...issues].sort((a, b) => placeOf(a) - placeOf(b));
  const [first] = inOrder;
  if (!first) return null;
  const isLost = ({ ordinal }: DecodeIssue) =>
    ordinal !== null && frameCount !== null && ordinal >= frameCount;
  const frames = issues.reduce((sum, issue) => sum + (isLost(issue) ? 0 : (issue.count ?? 1)), 0);
  const { ordinal } = first;
  const [record] = ordinal === null ? [] : await session.store.frames(decodeId, [ordinal]);
  return {
    frames,
    cutOff: issues.some(isLost),
    firstFrame: ordinal,
    firstTimeSeconds: record?.timeSeconds ?? null,
    message: first.message,
  };
}

const placeOf = ({ ordinal }: DecodeIssue) => ordinal ?? Number.MAX_SAFE_INTEGER;

/** Damage as a warning. */
export function describeDamage({
  frames,
  cutOff,
  firstFrame,
  firstTimeSeconds,
  message,
}: DamageReport): string {
  const time = firstTimeSeconds === null ? '' : ` (${firstTimeSeconds.toFixed(3)} s)`;
  const where = firstFrame === null ? '' : ` at frame ${firstFrame}${time}`;
  const more = frames > 1 ? `, ${frames} frames in all` : '';
  const end = cutOff && frames > 0 ? ' Its end is missing.' : '';
  return `The video is damaged${where}${more}: ${message.replace(/\.$/, '')}.${end} All that could be decoded is scored.`;
}
