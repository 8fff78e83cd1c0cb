import { isDeepStrictEqual } from 'node:util';
import {
  createSampler,
  type Direction,
  everyFrame,
  type FactColumns,
  type Sampling,
  type ScoreTable,
} from '@framesieve/core';
import type { Database } from 'better-sqlite3';
import { decodeOfRuns } from '../decode-of-runs.ts';
import { type Columns, copyRows, firstRows } from './columns.ts';
import { type FrameRange, type FrameRow, factNames } from './frame-pages.ts';
import { readColumns } from './read-columns.ts';
import { readElsewhere } from './read-elsewhere.ts';

/** Frames from which on a second thread is worth its start. */
const manyFrames = 100_000;

/** After every ordinal there can be: they fit into 32 bits. */
const endOrdinal = 2 ** 32;

type Keeps = (frame: FrameRow) => boolean;

/**
 * Reads runs over one decode into columns: the frames that have a row in any of them and that the sampling keeps. Rows
 * go straight into typed arrays, about 80 bytes a frame; of many frames of a file, a second thread reads half.
 *
 * @throws FrameSieveError `internal` when the runs are not over one decode, or what SQLite throws.
 */
export async function readScoreTable(
  sqlite: Database,
  runIds: readonly number[],
  sampling: Sampling,
): Promise<ScoreTable> {
  const range = { decodeId: decodeOfRuns(sqlite, runIds), runIds, start: 0, end: endOrdinal };
  const keeps = samplerOf(sampling);
  const half = keeps || sqlite.memory ? 0 : Math.floor(lastOrdinal(sqlite, range.decodeId) / 2);
  const halves = half < manyFrames / 2 ? null : await readHalves(sqlite, range, half);
  return toScoreTable(sqlite, runIds, halves ?? readWhole(sqlite, range, keeps));
}

function readWhole(sqlite: Database, range: FrameRange, keeps: Keeps | null): Columns {
  const { columns, rows } = readColumns(sqlite, range, keeps);
  return firstRows(columns, rows);
}

/** `null` when the other thread fails, or finds more than there was room for: it sees what was committed meanwhile. */
async function readHalves(sqlite: Database, range: FrameRange, middle: number): Promise<Columns | null> {
  const reading = readElsewhere({ file: sqlite.name, range: { ...range, start: middle } });
  const { columns, rows } = readColumns(sqlite, { ...range, end: middle });
  const others = await reading;
  if (!others || rows + others.ordinals.length > columns.ordinals.length) return null;
  copyRows(others, columns, rows);
  return firstRows(columns, rows + others.ordinals.length);
}

/** The test of frames that a sampling stands for; `null` when it keeps all. */
function samplerOf(sampling: Sampling): Keeps | null {
  const keeps = createSampler(sampling);
  if (isDeepStrictEqual(sampling, everyFrame)) return null;
  return ([ordinal, , timeSeconds, keyFrame]) => keeps({ ordinal, timeSeconds, keyFrame: keyFrame === 1 });
}

function toScoreTable(
  sqlite: Database,
  runIds: readonly number[],
  { ordinals, ptsTicks, timeSeconds, perceptualHash, corrupt, facts, scores, scored }: Columns,
): ScoreTable {
  const describe = sqlite.prepare<[number], { readonly id: string; readonly direction: Direction }>(
    'select metric_id as id, effective_direction as direction from run where id = ?',
  );
  const byName = Object.fromEntries(factNames.map((name, i) => [name, facts[i]!])) as unknown as FactColumns;
  return {
    ordinals,
    ptsTicks,
    timeSeconds,
    perceptualHash,
    corrupt,
    ...byName,
    metrics: runIds.map((runId, i) => ({
      ...describe.get(runId)!,
      scores: scores[i]!,
      // Of one run, all rows are there.
      ...(runIds.length > 1 && scored[i]!.includes(0) && { scored: scored[i]! }),
    })),
  };
}

/** The last stored ordinal. */
function lastOrdinal(sqlite: Database, decodeId: number): number {
  const last = sqlite
    .prepare<[number], number | null>('select max(ordinal) from frame where decode_id = ?')
    .pluck();
  return last.get(decodeId) ?? 0;
}
