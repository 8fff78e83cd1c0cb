import { FrameSieveError, type RunRecord } from '@framesieve/core';
import type { NamedVideo } from '@framesieve/viewer';
import type { Session } from '../session.ts';
import { findStored } from '../stored-runs.ts';

/** What to begin with. */
export interface Start {
  /** The decode to open; `null` shows the list. */
  readonly decodeId: number | null;
  /** The video that was named, by its content; `null` for none. */
  readonly named: NamedVideo | null;
}

/**
 * Finds what to begin with: the newest run of the video that was named, one over all that a sampling keeps if there is one;
 * without a video, that of the only one there is, else none.
 *
 * @throws FrameSieveError `nothing-stored` when there are no scores, or what is wrong with the video.
 */
export async function findStart(session: Session, video: string | null): Promise<Start> {
  if (video !== null) {
    const { runs } = await findStored(session, video);
    return { decodeId: newestDecode(runs), named: { videoId: runs[0]!.videoId, path: video } };
  }
  const videos = await session.store.videos();
  const [only] = videos;
  if (only) return { decodeId: videos.length === 1 ? newestDecode(only.runs) : null, named: null };
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
