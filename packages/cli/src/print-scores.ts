import { createSampler, type RunRecord, type ScoreRow } from '@framesieve/core';
import { scoreReport } from './analyze-video.ts';
import type { Invocation } from './invocation.ts';
import { openStored } from './open-stored.ts';
import { printError, writeAll } from './output.ts';
import { exitCodeOfError, reportedError } from './reported-error.ts';
import { columns, csvLine, flatRow } from './score-rows.ts';
import type { Session } from './session.ts';
import { findStored, newestRuns } from './stored-runs.ts';

/** How scores are printed. */
export type ScoresFormat = 'csv' | 'json' | 'jsonl';

/**
 * Prints the newest scores of a video by each metric, or by those that were asked for. They are written as they are read:
 * a list may be longer than memory.
 *
 * @returns the exit code.
 */
export async function printScores(invocation: Invocation, format: ScoresFormat): Promise<number> {
  const [video] = invocation.arguments;
  await using opened = await openStored(invocation, video!);
  const { session, path } = opened;
  const { runs } = await findStored(session, path);
  const chosen = newestRuns(session, runs);
  if (format === 'json') return await printJson(session, invocation, chosen);
  const lineOf = format === 'csv' ? csvLine : (row: object) => JSON.stringify(row);
  await writeAll(linesOf(session, chosen, format === 'csv' ? [columns.join(',')] : [], lineOf));
  return 0;
}

async function* linesOf(
  session: Session,
  runs: readonly RunRecord[],
  header: readonly string[],
  lineOf: (row: ReturnType<typeof flatRow>) => string,
): AsyncGenerator<string> {
  for (const line of header) yield `${line}\n`;
  for (const run of runs)
    for await (const row of keptRows(session, run)) yield `${lineOf(flatRow(run, row))}\n`;
}

/** A document that fails on the way is brought to its end, and says so. */
async function printJson(
  session: Session,
  { arguments: [path], verbosity }: Invocation,
  runs: readonly RunRecord[],
): Promise<number> {
  let failure: unknown = null;
  const parts = async function* () {
    yield `{"version":1,"command":"scores","path":${JSON.stringify(path)},"runs":[`;
    let open = '';
    try {
      for (const [i, run] of runs.entries()) {
        yield `${i > 0 ? ',' : ''}${JSON.stringify(describeRun(run)).slice(0, -1)},"scores":[`;
        open = ']}';
        let separator = '';
        for await (const { frame, score } of keptRows(session, run)) {
          yield `${separator}${JSON.stringify(scoreReport(frame, score))}`;
          separator = ',';
        }
        yield open;
        open = '';
      }
    } catch (error) {
      failure = error;
    }
    const error = failure === null ? null : reportedError(failure);
    yield `${open}],"error":${JSON.stringify(error)},"warnings":[]}\n`;
  };
  await writeAll(parts());
  if (failure === null) return 0;
  printError(failure, verbosity);
  return exitCodeOfError(reportedError(failure));
}

function describeRun(run: RunRecord): object {
  return {
    runId: run.runId,
    metric: run.metric.id,
    direction: run.metric.direction,
    state: run.state,
    scope: run.scope,
    decoder: run.decode.decoder.id,
    decoderVersion: run.decode.decoder.version,
    startedAt: run.startedAt,
  };
}

async function* keptRows({ store, sampling, call }: Session, run: RunRecord): AsyncGenerator<ScoreRow> {
  const keeps = createSampler(sampling);
  for await (const row of store.scores(run.runId)) {
    call.signal.throwIfAborted();
    if (keeps(row.frame)) yield row;
  }
}
