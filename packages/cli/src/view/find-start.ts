import { FrameSieveError, type RunRecord } from '@framesieve/core';
import type { Session } from '../session.ts';
import { findStored } from '../stored-runs.ts';

/**
 * The decode to begin with: that of the newest run of the video that was named, one over all that a sampling keeps if there
 * is one; without a video, that of the only one there is, else none.
 *
 * @throws FrameSieveError `nothing-stored` when there are no scores, or what is wrong with the video.
 */
export async function findStart(session: Session, video: string | null): Promise<number | null> {
  if (video !== null) return newestDecode((await findStored(session, video)).runs);
  const videos = await session.store.videos();
  const [only] = videos;
  if (only) return videos.length === 1 ? newestDecode(only.runs) : null;
  throw new FrameSieveError({
    code: 'nothing-stored',
    message: `The database "${session.store.location}" holds no scores.`,
    hint: 'Score a video first with `framesieve score` or `framesieve run`.',
  });
}

function newestDecode(runs: readonly RunRecord[]): number {
  const newest = runs.find(run => run.scope === 'sampled' && run.scored + run.unscorable > 0) ?? runs[0]!;
  return newest.decodeId;
}
