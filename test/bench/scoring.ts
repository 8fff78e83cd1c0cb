import {
  type DecoderFactory,
  everyFrame,
  type Frame,
  type Scorer,
  type ScorerContext,
  type ScorerFactory,
  type ScoreTask,
} from '@framesieve/core';
import { createDecodeStage, frameToRgb } from '@framesieve/decoder';
import { createScoreStage } from '@framesieve/scorer';
import { newContext } from './decoding.ts';

/** Decodes frames and scores them. @returns how many. */
export async function decodeAndScore(
  decoder: DecoderFactory,
  scorers: readonly Scorer[],
  path: string,
  most: number,
): Promise<number> {
  const context = newContext();
  const stage = createDecodeStage({ decoders: [decoder] });
  await using video = await stage.run({ path, stream: null, decoder: null }, context);
  const scoring = createScoreStage({ scorers, rgb: frameToRgb });
  const tasks = tasksFor(video.frames(everyFrame), scorers, most);
  let count = 0;
  for await (const _ of scoring.run(tasks, context)) count++;
  return count;
}

/** Loads a metric as a program does that asks for nothing special. */
export function loadScorer(
  factory: ScorerFactory,
  kernel: 'auto' | 'onnx' = 'auto',
  threads: number | null = null,
) {
  return factory.create({ direction: null, device: 'cpu', threads, kernel });
}

async function* tasksFor(
  frames: AsyncIterable<Frame>,
  scorers: readonly Scorer[],
  most: number,
): AsyncGenerator<ScoreTask, void, undefined> {
  const metrics = scorers.map(({ metric }) => metric.id);
  let count = 0;
  for await (const frame of frames) {
    yield { frame, metrics };
    if (++count === most) return;
  }
}

/** Keeps as many calls running as the scorer takes. */
export async function scoreAll(scorer: Scorer, frames: readonly Frame[], repeat: number): Promise<number> {
  const { signal, logger } = newContext();
  const context: ScorerContext = { signal, logger, rgb: frameToRgb };
  const total = frames.length * repeat;
  let next = 0;
  const work = async () => {
    while (next < total) {
      const [result] = await scorer.score([frames[next++ % frames.length]!], context);
      if (result?.score === null) throw new Error(result.reason);
    }
  };
  await Promise.all(Array.from({ length: scorer.concurrency ?? 1 }, work));
  return total;
}
