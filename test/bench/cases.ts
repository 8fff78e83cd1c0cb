import {
  type DecodeStage,
  defaultSelection,
  everyFrame,
  type Frame,
  type Scorer,
  type ScoreTask,
  type StageContext,
  silentLogger,
} from '@framesieve/core';
import { Registry } from '@framesieve/core/registry';
import { createDecodeStage, FramePool, frameToRgb } from '@framesieve/decoder';
import brisque from '@framesieve/plugin-brisque';
import ffmpeg from '@framesieve/plugin-ffmpeg';
import libav from '@framesieve/plugin-libav';
import { createScoreStage } from '@framesieve/scorer';
import { select } from '@framesieve/selector';
import { openStore } from '@framesieve/store';
import { makeScoreTable } from '@framesieve/testkit';
import { makePlan, makeScoredFrames } from '@framesieve/testkit/records';
import type { Case } from './measure.ts';

const context: StageContext = {
  signal: new AbortController().signal,
  logger: silentLogger,
  frames: new FramePool(),
};

/** Everything that is measured on a video: decoding with each backend at hand, then each stage on top. */
export async function videoCases(path: string, mostFrames: number): Promise<readonly Case[]> {
  const registry = new Registry();
  for (const plugin of [libav, ffmpeg, brisque]) registry.use(plugin);
  const cases: Case[] = [];
  for (const factory of registry.decoders) {
    if (!(await factory.availability()).available) continue;
    const stage = createDecodeStage({ decoders: [factory] });
    const name = `decode ${factory.id}`;
    cases.push({
      name,
      ...(cases[0] && { against: cases[0].name }),
      run: () => decode(stage, path, mostFrames),
    });
  }
  const decoders = registry.decoders.slice(0, 1);
  const baseline = `decode ${decoders[0]!.id}`;
  for (const factory of registry.scorers) {
    const scorer = await factory.create({ direction: null, device: 'cpu', threads: null });
    const stage = createDecodeStage({ decoders });
    const run = () => score(stage, scorer, path, mostFrames);
    cases.push({ name: `decode + ${factory.id}`, against: baseline, run });
  }
  return cases;
}

/** What doesn't depend on a video. */
export function tableCases(): readonly Case[] {
  const insert: Case = {
    name: 'store frames and scores',
    run: async () => {
      await using store = await openStore(':memory:');
      await using ledger = await store.begin(makePlan(['test/a']));
      const scored = makeScoredFrames(['test/a'], 0, 20_000);
      for await (const _ of store.run({ ledger, scored }, context));
      return 20_000;
    },
  };
  const sizes = [10_000, 100_000, 1_000_000];
  const selections = sizes.map((rows): Case => {
    const table = makeScoreTable({
      scores: { 'test/a': Array.from({ length: rows }, (_, i) => (i * 7919) % rows) },
    });
    return {
      name: `select from ${rows.toLocaleString('en')} rows`,
      run: async () => {
        select({ table, settings: defaultSelection });
        return rows;
      },
    };
  });
  return [insert, ...selections];
}

async function decode(stage: DecodeStage, path: string, mostFrames: number): Promise<number> {
  let count = 0;
  await using video = await stage.run({ path, stream: null, decoder: null }, context);
  for await (const _ of video.frames(everyFrame)) if (++count === mostFrames) break;
  return count;
}

async function score(stage: DecodeStage, scorer: Scorer, path: string, mostFrames: number): Promise<number> {
  let count = 0;
  await using video = await stage.run({ path, stream: null, decoder: null }, context);
  const scoring = createScoreStage({ scorers: [scorer], rgb: frameToRgb });
  const tasks = tasksFor(video.frames(everyFrame), scorer.metric.id, mostFrames);
  for await (const _ of scoring.run(tasks, context)) count++;
  return count;
}

async function* tasksFor(
  frames: AsyncIterable<Frame>,
  metric: string,
  mostFrames: number,
): AsyncGenerator<ScoreTask, void, undefined> {
  let count = 0;
  for await (const frame of frames) {
    yield { frame, metrics: [metric] };
    if (++count === mostFrames) return;
  }
}
