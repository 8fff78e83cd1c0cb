import type { Frame, FrameScore, Scorer, ScorerContext } from '@framesieve/core';
import { HeldLogger } from './held-logger.ts';
import { withScore } from './with-score.ts';

/** A scorer that can begin with a frame before it is asked for its score. */
export interface AheadScorer extends Scorer {
  /** Begins to score a frame. Whoever then asks for its score alone, as the first, gets what came of it, and what was said. */
  prepare(frame: Frame, context: Omit<ScorerContext, 'logger'>): void;
}

interface Begun {
  readonly frame: Frame;
  readonly logger: HeldLogger;
  readonly scoring: Promise<readonly FrameScore[]>;
}

/** Adds that to a scorer. */
export function scoreAhead(scorer: Scorer): AheadScorer {
  let begun: Begun | null = null;
  const score: Scorer['score'] = async (frames, context) => {
    const ahead = begun;
    begun = null;
    if (!ahead || frames.length !== 1 || frames[0] !== ahead.frame) return scorer.score(frames, context);
    ahead.logger.handOver(context.logger);
    return ahead.scoring;
  };
  return {
    ...withScore(scorer, score),
    prepare(frame, context) {
      const logger = new HeldLogger();
      frame.retain();
      const scoring = scorer.score([frame], { ...context, logger }).finally(() => frame.release());
      // A failure is met by whoever asks for the score.
      scoring.catch(() => {});
      begun = { frame, logger, scoring };
    },
  };
}
