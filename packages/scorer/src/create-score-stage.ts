import {
  type Frame,
  type FrameScore,
  FrameSieveError,
  invalidArgument,
  messageOf,
  type RgbConverter,
  type RgbImage,
  type ScoredFrame,
  type Scorer,
  type ScoreStage,
  type ScoreTask,
  type StageContext,
} from '@framesieve/core';
import { collectBatch, release } from './collect-batch.ts';

/** What the score stage is made of. */
export interface ScoreStageOptions {
  /** The metrics; ids have to differ. The caller disposes of them. */
  readonly scorers: readonly Scorer[];
  readonly rgb: RgbConverter;
  /**
   * Most frames that are scored in one call; `null` for 1. On a CPU a larger batch gains nothing: the runtime spreads one
   * picture over all threads already, and the memory that a call takes grows with the batch.
   */
  readonly batchSize?: number | null;
}

/**
 * Makes the score stage. Frames come out in the order in which they go in. While one batch is being scored, the frames
 * of the next are pulled; at most two batches are held at any time.
 *
 * @throws FrameSieveError `usage` for a batch size below 1 or two metrics of the same id. The stage throws `score-failed`,
 *   naming metric and frames, when a metric fails.
 */
export function createScoreStage({ scorers, rgb, batchSize = null }: ScoreStageOptions): ScoreStage {
  const size = batchSize ?? 1;
  if (!Number.isInteger(size) || size < 1)
    throw invalidArgument('batchSize', 'a whole number of at least 1', batchSize);
  const ids = scorers.map(({ metric }) => metric.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw invalidArgument('scorers', 'metrics with different ids', twice);
  return {
    name: 'score',
    metrics: scorers.map(({ metric }) => metric),
    run: (tasks, context) => scoreAll(tasks, { scorers, rgb, size, context }),
  };
}

interface Work {
  readonly scorers: readonly Scorer[];
  readonly rgb: RgbConverter;
  readonly size: number;
  readonly context: StageContext;
}

async function* scoreAll(tasks: AsyncIterable<ScoreTask>, work: Work): AsyncGenerator<ScoredFrame> {
  const { signal } = work.context;
  const source = collectBatch(tasks, work.size, signal);
  let next = source.next();
  try {
    while (true) {
      const batch = await next;
      if (batch.length === 0) return;
      const scoring = scoreBatch(batch, work).finally(() => release(batch));
      next = source.next();
      // Its failure is met when its turn comes; until then it must not count as unhandled.
      next.catch(() => {});
      yield* await scoring;
    }
  } finally {
    release(await next.catch(() => []));
    await source.close();
  }
}

/** Scores frames of one size by every metric that any of them needs. */
async function scoreBatch(batch: readonly ScoreTask[], work: Work): Promise<readonly ScoredFrame[]> {
  const { signal, logger } = work.context;
  const rgb = rememberPictures(work.rgb);
  const scored = batch.map(({ frame }) => ({ record: frame.record, scores: new Map<string, FrameScore>() }));
  for (const scorer of work.scorers) {
    const { id } = scorer.metric;
    const wanted = [...batch.keys()].filter(i => batch[i]!.metrics.includes(id));
    for (let start = 0; start < wanted.length; start += scorer.maxBatchSize) {
      signal.throwIfAborted();
      const part = wanted.slice(start, start + scorer.maxBatchSize);
      const frames = part.map(i => batch[i]!.frame);
      const scores = await scoreFrames(scorer, frames, { signal, logger, rgb });
      for (const [i, position] of part.entries()) scored[position]!.scores.set(id, finite(scores[i]!));
    }
  }
  return scored;
}

/** Makes one picture per frame, bit depth and area. */
function rememberPictures(convert: RgbConverter): RgbConverter {
  const pictures = new Map<string, Map<Frame, RgbImage>>();
  return (frame, { bitDepth = 8, area = 'active' } = {}) => {
    const key = `${bitDepth} ${area}`;
    const known = pictures.get(key) ?? new Map<Frame, RgbImage>();
    pictures.set(key, known);
    const picture = known.get(frame) ?? convert(frame, { bitDepth, area });
    known.set(frame, picture);
    return picture;
  };
}

async function scoreFrames(
  scorer: Scorer,
  frames: readonly Frame[],
  context: Parameters<Scorer['score']>[1],
): Promise<readonly FrameScore[]> {
  const fail = (problem: string, cause?: unknown) => {
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
  };
  let scores: readonly FrameScore[];
  try {
    scores = await scorer.score(frames, context);
  } catch (error) {
    throw context.signal.aborted ? context.signal.reason : fail(messageOf(error), error);
  }
  if (scores.length !== frames.length) throw fail(`it gave ${scores.length} scores.`);
  return scores;
}

/** Whatever a metric gives, what leaves the stage is a finite number or the reason why there is none. */
function finite(score: FrameScore): FrameScore {
  if (score.score === null || Number.isFinite(score.score)) return score;
  return { score: null, reason: `The metric is not defined for this frame: it gave ${score.score}.` };
}
