import {
  invalidArgument,
  type RgbConverter,
  type ScoredFrame,
  type Scorer,
  type ScoreStage,
  type ScoreTask,
} from '@framesieve/core';
import { ScoreLine, type ScoreLineOptions } from './stage/score-line.ts';

/** What the score stage is made of. */
export interface ScoreStageOptions {
  /** The metrics; ids have to differ. The caller disposes of them. */
  readonly scorers: readonly Scorer[];
  readonly rgb: RgbConverter;
  /**
   * Most frames that are scored in one call. `null`, the default, for as many as the metric plans by what gains something
   * and fits into memory, which is 1 on a CPU. A metric that plans nothing gets this many, by default 1.
   */
  readonly batchSize?: number | null;
}

/**
 * Makes the score stage. Frames come out in the order in which they go in, while further ones are pulled and scored: each
 * metric has as many calls running as it allows (`Scorer.concurrency`), on successive frames. As many frames are held as
 * one more call than that takes, but no more than leaves the pool what decoding the next one takes (`FramePool`).
 *
 * @throws FrameSieveError `usage` for a batch size below 1 or two metrics of the same id. The stage throws `score-failed`,
 *   naming metric and frames, when a metric fails; what came before has come out then.
 */
export function createScoreStage({ scorers, rgb, batchSize = null }: ScoreStageOptions): ScoreStage {
  if (batchSize !== null && (!Number.isInteger(batchSize) || batchSize < 1))
    throw invalidArgument('batchSize', 'a whole number of at least 1', batchSize);
  const ids = scorers.map(({ metric }) => metric.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw invalidArgument('scorers', 'metrics with different ids', twice);
  return {
    name: 'score',
    metrics: scorers.map(({ metric }) => metric),
    run: (tasks, context) => scoreAll(tasks, { scorers, rgb, batchSize, context }),
  };
}

async function* scoreAll(
  tasks: AsyncIterable<ScoreTask>,
  options: ScoreLineOptions,
): AsyncGenerator<ScoredFrame> {
  const line = new ScoreLine(tasks, options);
  try {
    for (let frame = await line.next(); frame; frame = await line.next()) yield frame;
  } finally {
    await line.close();
  }
}
