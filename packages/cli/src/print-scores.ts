import { once } from 'node:events';
import { resolve } from 'node:path';
import { createSampler, type RunRecord, type ScoreRow } from '@framesieve/core';
import { scoreReport } from './analyze-video.ts';
import type { Invocation } from './invocation.ts';
import type { ScoreReport } from './json-document.ts';
import { printDocument } from './output.ts';
import { readSettings } from './read-settings.ts';
import { openSession, type Session } from './session.ts';
import { findStored, newestRuns } from './stored-runs.ts';

/** Prints the newest scores of a video by each metric, or by those that were asked for. */
export async function printScores(invocation: Invocation, format: string): Promise<void> {
  const { cwd, signal } = invocation;
  const [video] = invocation.arguments;
  const settings = await readSettings(invocation);
  const call = {
    inputs: [video!],
    settings,
    plugins: [],
    resume: true,
    cwd,
    signal,
    emit: () => {},
  };
  await using session = await openSession(call, 'existing');
  const { runs } = await findStored(session, resolve(cwd, video!));
  const chosen = newestRuns(session, runs);
  if (format === 'json') return await printJson(session, video!, chosen);
  if (format === 'csv') await write(`${columns.join(',')}\n`);
  for (const run of chosen) {
    for await (const row of keptRows(session, run)) {
      const flat = flatRow(run, row);
      await write(format === 'csv' ? `${csvLine(flat)}\n` : `${JSON.stringify(flat)}\n`);
    }
  }
}

async function printJson(session: Session, path: string, runs: readonly RunRecord[]): Promise<void> {
  const listed = [];
  for (const run of runs) {
    const rows: ScoreReport[] = [];
    for await (const { frame, score } of keptRows(session, run)) rows.push(scoreReport(frame, score));
    listed.push({
      runId: run.runId,
      metric: run.metric.id,
      direction: run.metric.direction,
      state: run.state,
      decoder: run.decode.decoder.id,
      decoderVersion: run.decode.decoder.version,
      startedAt: run.startedAt,
      scores: rows,
    });
  }
  printDocument({ version: 1, command: 'scores', error: null, warnings: [], path, runs: listed });
}

async function* keptRows({ store, sampling }: Session, run: RunRecord): AsyncGenerator<ScoreRow> {
  const keeps = createSampler(sampling);
  for await (const row of store.scores(run.runId)) if (keeps(row.frame)) yield row;
}

const columns = [
  ...['metric', 'frame', 'pts_ticks', 'pts_source', 'time_seconds', 'score', 'reason', 'width', 'height'],
  ...['key_frame', 'corrupt', 'mean_luma', 'contrast', 'change', 'fingerprint'],
] as const;

function flatRow(
  { metric }: RunRecord,
  { frame, score }: ScoreRow,
): Record<(typeof columns)[number], unknown> {
  return {
    metric: metric.id,
    frame: frame.ordinal,
    pts_ticks: frame.ptsTicks,
    pts_source: frame.ptsSource,
    time_seconds: frame.timeSeconds,
    score: score.score,
    reason: score.score === null ? score.reason : null,
    width: frame.width,
    height: frame.height,
    key_frame: frame.keyFrame,
    corrupt: frame.corrupt,
    mean_luma: frame.facts.meanLuma,
    contrast: frame.facts.contrast,
    change: frame.facts.change,
    fingerprint: frame.fingerprint.toString(16).padStart(16, '0'),
  };
}

function csvLine(row: Record<string, unknown>): string {
  return columns
    .map(column => {
      const text = row[column] === null ? '' : String(row[column]);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
