import { type ErrorCode, FrameSieveError, messageOf, withoutCredentials } from '@framesieve/core';
import type { ReportedError, SieveReport } from './json-document.ts';

const wrongUsage: readonly ErrorCode[] = [
  'usage',
  'config',
  'plugin-failed',
  'metric-unknown',
  'model-unknown',
  'decoder-unavailable',
];

/** Turns anything thrown into one of our errors; what isn't one is a bug, and says so. */
export function asFrameSieveError(error: unknown): FrameSieveError {
  return FrameSieveError.from(error, {
    code: 'internal',
    message: `Something failed that should not have: ${withoutCredentials(messageOf(error))}`,
    hint: 'This is a bug in FrameSieve or in a plugin. Run again with --verbose for the details, and report them.',
  });
}

/** An error as it stands in a document. */
export function reportedError(error: unknown): ReportedError {
  const { code, message, hint } = asFrameSieveError(error);
  return { code, message, hint };
}

/** The exit code for an error of the call as a whole: 2 for wrong usage or config, 130 when interrupted, else 1. */
export function exitCodeOfError({ code }: Pick<ReportedError, 'code'>): number {
  if (code === 'interrupted') return 130;
  return wrongUsage.includes(code as ErrorCode) ? 2 : 1;
}

/** The exit code of a call: 0 everything done, 1 failed, 2 wrong usage, 3 partial, 130 interrupted. */
export function exitCodeOf({ error, videos }: Pick<SieveReport, 'error' | 'videos'>): number {
  if (error) return exitCodeOfError(error);
  if (videos.every(video => video.status === 'ok')) return 0;
  if (!videos.every(video => video.status === 'failed')) return 3;
  return videos.every(video => video.error?.code === 'usage') ? 2 : 1;
}

/**
 * The reason with which an interrupted call ends.
 *
 * @param kept what of it stays, and how to go on from there; by default what holds for scoring.
 */
export function interruption(
  resume: boolean,
  kept: InterruptionNote = {
    message: 'Every score so far is stored.',
    hint: `Run the same command again${resume ? '' : ' without --no-resume'} to go on from there.`,
  },
): FrameSieveError {
  return new FrameSieveError({
    code: 'interrupted',
    message: `Interrupted. ${kept.message}`,
    hint: kept.hint,
  });
}

/** What of an interrupted call stays, and how to go on from there: a sentence each. */
export interface InterruptionNote {
  readonly message: string;
  readonly hint: string;
}

/** What stays of a call that only looks at things. */
export const nothingChanged: InterruptionNote = {
  message: 'Nothing was changed.',
  hint: 'Run the same command again.',
};
