import {
  type Frame,
  type FrameScore,
  FrameSieveError,
  messageOf,
  type Scorer,
  type ScorerContext,
} from '@framesieve/core';

/**
 * Scores frames by one metric. Whatever that gives, what comes out is a finite number or the reason why there is none.
 *
 * @throws FrameSieveError `score-failed`, naming metric and frames, when the metric fails; the signal's reason when aborted.
 */
export async function scoreFrames(
  scorer: Scorer,
  frames: readonly Frame[],
  context: ScorerContext,
): Promise<readonly FrameScore[]> {
  let scores: readonly FrameScore[];
  try {
    scores = await scorer.score(frames, context);
  } catch (error) {
    throw context.signal.aborted ? context.signal.reason : failure(scorer, frames, messageOf(error), error);
  }
  if (scores.length !== frames.length) throw failure(scorer, frames, `it gave ${scores.length} scores.`);
  return scores.map(finite);
}

function failure(scorer: Scorer, frames: readonly Frame[], problem: string, cause?: unknown) {
  const ordinals = frames.map(frame => frame.record.ordinal);
  const named = ordinals.length === 1 ? `frame ${ordinals[0]}` : `frames ${ordinals.join(', ')}`;
  return new FrameSieveError({
    code: 'score-failed',
    message: `Metric ${scorer.metric.id} failed on ${named}: ${problem}`,
    hint:
      (FrameSieveError.isInstance(cause) ? cause.hint : null) ??
      'Leave this metric out, or report the failure to its author.',
    cause,
  });
}

function finite(score: FrameScore): FrameScore {
  if (score.score === null || Number.isFinite(score.score)) return score;
  return { score: null, reason: `The metric is not defined for this frame: it gave ${score.score}.` };
}
