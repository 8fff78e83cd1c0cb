import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  everyFrame,
  type Frame,
  type FrameRecord,
  type ScoreColumn,
  type Scorer,
  type ScoreTable,
  type ScoreTask,
  silentLogger,
} from '@framesieve/core';
import { createDecodeStage, FramePool, frameToRgb } from '@framesieve/decoder';
import { libavDecoder } from '@framesieve/plugin-libav';
import { createScoreStage } from '@framesieve/scorer';
import { laplacianVariance } from './laplacian-variance.ts';

/** What is measured on the frames of a clip. */
export interface MeasuredClip {
  readonly file: string;
  readonly table: ScoreTable;
  /** Variance of the Laplacian of each frame: what is usually taken for sharpness. */
  readonly laplacian: Float64Array;
}

/**
 * Decodes a clip and scores all of its frames. Facts are measured each time; scores are kept in the cache under the
 * identity of the video and of the metric.
 */
export async function measureClip(
  file: string,
  scorers: readonly Scorer[],
  cache: string,
): Promise<MeasuredClip> {
  const context = { signal: new AbortController().signal, logger: silentLogger, frames: new FramePool() };
  const decoding = createDecodeStage({ decoders: [libavDecoder] });
  await using video = await decoding.run({ path: file, stream: null, decoder: null }, context);
  const columns = scorers.map(({ metric }) => {
    const name = `${metric.id.replace('/', '-')}-${metric.modelSha256.slice(0, 12)}.json`;
    const kept = join(cache, `${video.identity.sha256.slice(0, 24)}-${name}`);
    return { metric, kept, scores: readScores(kept) };
  });
  const missing = columns.filter(column => column.scores === null).map(column => column.metric.id);
  const fresh = new Map<string, (number | null)[]>(missing.map(id => [id, []]));
  const records: FrameRecord[] = [];
  const laplacian: number[] = [];
  async function* tasks(frames: AsyncIterable<Frame>): AsyncGenerator<ScoreTask> {
    for await (const frame of frames) {
      records.push(frame.record);
      laplacian.push(laplacianVariance(frame));
      if (missing.length > 0) yield { frame, metrics: missing };
    }
  }
  const scoring = createScoreStage({ scorers, rgb: frameToRgb });
  for await (const { scores } of scoring.run(tasks(video.frames(everyFrame)), context)) {
    for (const [id, { score }] of scores) fresh.get(id)!.push(score);
  }
  await mkdir(cache, { recursive: true });
  const metrics = columns.map(({ metric, kept, scores }): ScoreColumn => {
    const found = scores ?? fresh.get(metric.id)!;
    if (!scores) writeFileSync(kept, JSON.stringify(found));
    const values = Float64Array.from(found, score => score ?? Number.NaN);
    return { id: metric.id, direction: metric.direction, scores: values };
  });
  return { file, table: tableOf(records, metrics), laplacian: Float64Array.from(laplacian) };
}

function readScores(file: string): (number | null)[] | null {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function tableOf(records: readonly FrameRecord[], metrics: readonly ScoreColumn[]): ScoreTable {
  const column = (of: (record: FrameRecord) => number | null) =>
    Float32Array.from(records, record => of(record) ?? Number.NaN);
  return {
    ordinals: Uint32Array.from(records, record => record.ordinal),
    ptsTicks: Float64Array.from(records, record => record.ptsTicks),
    timeSeconds: Float64Array.from(records, record => record.timeSeconds),
    meanLuma: column(({ facts }) => facts.meanLuma),
    contrast: column(({ facts }) => facts.contrast),
    change: column(({ facts }) => facts.change),
    sharpness: column(({ facts }) => facts.sharpness),
    noise: column(({ facts }) => facts.noise),
    blockiness: column(({ facts }) => facts.blockiness),
    shadows: column(({ facts }) => facts.shadows),
    highlights: column(({ facts }) => facts.highlights),
    dominance: column(({ facts }) => facts.dominance),
    perceptualHash: BigUint64Array.from(records, ({ facts }) => facts.perceptualHash),
    corrupt: Uint8Array.from(records, ({ corrupt }) => Number(corrupt)),
    metrics,
  };
}
