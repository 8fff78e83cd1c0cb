import { createSampler, FrameSieveError, type Sampling, type ScoreTable } from '@framesieve/core';
import type { Connection } from './connection.ts';
import { countFrames } from './frame.repository.ts';

interface RunColumns {
  readonly id: string;
  readonly direction: 'higher' | 'lower';
  readonly ordinals: Uint32Array;
  readonly scores: Float64Array;
}

type FrameColumns = [
  ordinal: number,
  ptsTicks: number,
  timeSeconds: number,
  keyFrame: number,
  meanLuma: number,
  contrast: number,
  change: number | null,
  perceptualHash: Buffer,
];

/**
 * Reads runs over one decode into columns: the frames that have a row in any of them and that the sampling keeps. Rows
 * go straight into typed arrays, about 100 bytes a frame. Call it within a transaction: it reads more than once.
 */
export function readScoreTable(db: Connection, runIds: readonly number[], sampling: Sampling): ScoreTable {
  const decodeId = decodeOf(db, runIds);
  const runs = runIds.map(runId => readRun(db, runId));
  const capacity = countFrames(db, decodeId);
  const columns = {
    ordinals: new Uint32Array(capacity),
    ptsTicks: new Float64Array(capacity),
    timeSeconds: new Float64Array(capacity),
    meanLuma: new Float32Array(capacity),
    contrast: new Float32Array(capacity),
    change: new Float32Array(capacity),
    perceptualHash: new BigUint64Array(capacity),
  };
  const scores = runs.map(() => new Float64Array(capacity));
  const cursors = runs.map(() => 0);
  const keeps = createSampler(sampling);
  const frames = db.sqlite
    .prepare<[number], FrameColumns>(
      `select ordinal, pts_ticks, time_seconds, key_frame, mean_luma, contrast, change, perceptual_hash
       from frame where decode_id = ? order by ordinal`,
    )
    .raw()
    .iterate(decodeId);
  let row = 0;
  for (const [ordinal, ptsTicks, timeSeconds, keyFrame, meanLuma, contrast, change, hash] of frames) {
    let present = false;
    for (const [i, run] of runs.entries()) {
      const cursor = cursors[i]!;
      const found = run.ordinals[cursor] === ordinal;
      scores[i]![row] = found ? run.scores[cursor]! : Number.NaN;
      if (found) cursors[i] = cursor + 1;
      present ||= found;
    }
    if (!present || !keeps({ ordinal, timeSeconds, keyFrame: keyFrame === 1 })) continue;
    columns.ordinals[row] = ordinal;
    columns.ptsTicks[row] = ptsTicks;
    columns.timeSeconds[row] = timeSeconds;
    columns.meanLuma[row] = meanLuma;
    columns.contrast[row] = contrast;
    columns.change[row] = change ?? Number.NaN;
    columns.perceptualHash[row] = hash.readBigUInt64BE();
    row++;
  }
  return {
    ordinals: columns.ordinals.subarray(0, row),
    ptsTicks: columns.ptsTicks.subarray(0, row),
    timeSeconds: columns.timeSeconds.subarray(0, row),
    meanLuma: columns.meanLuma.subarray(0, row),
    contrast: columns.contrast.subarray(0, row),
    change: columns.change.subarray(0, row),
    perceptualHash: columns.perceptualHash.subarray(0, row),
    metrics: runs.map(({ id, direction }, i) => ({ id, direction, scores: scores[i]!.subarray(0, row) })),
  };
}

function decodeOf(db: Connection, runIds: readonly number[]): number {
  const find = db.sqlite.prepare<[number], number>('select decode_id from run where id = ?').pluck();
  const decodes = new Set(runIds.map(runId => find.get(runId)));
  const [decodeId] = decodes;
  if (decodes.size === 1 && decodeId !== undefined) return decodeId;
  throw new FrameSieveError({
    code: 'internal',
    message: `Runs ${runIds.join(', ')} are not stored runs over one decode.`,
    hint: 'Choose runs of one video that were decoded by the same decoder.',
  });
}

function readRun(db: Connection, runId: number): RunColumns {
  const { id, direction } = db.sqlite
    .prepare<[number], Pick<RunColumns, 'id' | 'direction'>>(
      'select metric_id as id, effective_direction as direction from run where id = ?',
    )
    .get(runId)!;
  const count = db.sqlite
    .prepare<[number], number>('select count(*) from score where run_id = ?')
    .pluck()
    .get(runId)!;
  const ordinals = new Uint32Array(count);
  const scores = new Float64Array(count);
  const rows = db.sqlite
    .prepare<[number], [number, number | null]>(
      'select ordinal, score from score where run_id = ? order by ordinal',
    )
    .raw()
    .iterate(runId);
  let row = 0;
  for (const [ordinal, score] of rows) {
    ordinals[row] = ordinal;
    scores[row] = score ?? Number.NaN;
    row++;
  }
  return { id, direction, ordinals, scores };
}
