import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Frame, Scorer, ScoreTask } from '@framesieve/core';
import { frameToRgb } from '@framesieve/decoder';
import { createScoreStage } from '@framesieve/scorer';
import { newContext } from './decoding.ts';

/** Work that is done again and again. */
export interface Loop extends AsyncDisposable {
  /** Scores each of the frames once. @returns how many. */
  run(): Promise<number>;
}

/**
 * The least that a model of raw pixels (8-bit RGB, `[1, H, W, 3]`) can take: its session, as the runtime opens it, called in
 * a bare loop in this thread, on tensors that were made before.
 */
export async function bareSessionLoop(model: Uint8Array, frames: readonly Frame[]): Promise<Loop> {
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
  // The runtime that the score stage uses, which is no dependency of the benchmark.
  const load = createRequire(fileURLToPath(import.meta.resolve('@framesieve/scorer')));
  const { InferenceSession, Tensor } = load('onnxruntime-node');
  const session = await InferenceSession.create(model, { logSeverityLevel: 4 });
  const tensors = frames.map(frame => {
    const { width, height, data } = frameToRgb(frame);
    return new Tensor('uint8', data, [1, height, width, 3]);
  });
  return {
    async run() {
      for (const tensor of tensors) await session.run({ [session.inputNames[0]]: tensor });
      return tensors.length;
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

/** The score stage over the same frames, as planes: RGB, tensors, calls and their results. */
export function stageLoop(scorer: Scorer, frames: readonly Frame[]): Loop {
  const stage = createScoreStage({ scorers: [scorer], rgb: frameToRgb });
  return {
    async run() {
      let count = 0;
      for await (const _ of stage.run(tasksOf(frames, scorer.metric.id), newContext())) count++;
      return count;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

async function* tasksOf(frames: readonly Frame[], metric: string): AsyncGenerator<ScoreTask> {
  for (const frame of frames) yield { frame, metrics: [metric] };
}
