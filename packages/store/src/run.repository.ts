import {
  FrameSieveError,
  type MetricDescription,
  type RunRecord,
  type RunScope,
  type RunState,
  type Sampling,
} from '@framesieve/core';
import type { Selectable } from 'kysely';
import { all, type Connection, execute, first } from './connection.ts';
import { toDecodeDescription } from './decode.repository.ts';
import { isAlive, type Owner } from './owner.ts';
import type { RunCounter } from './run-counter.ts';
import type { RunTable } from './tables/run.table.ts';

/** Finds the newest run of a metric over a decode in a scope: same reuse key, i.e. all that can change a score. */
export function findRun(
  db: Connection,
  decodeId: number,
  metric: MetricDescription,
  scope: RunScope,
): Selectable<RunTable> | undefined {
  return first(
    db,
    db.query
      .selectFrom('run')
      .selectAll()
      .where(compare => compare.and({ ...reuseKey(decodeId, metric), scope }))
      .orderBy('id', 'desc')
      .limit(1),
  );
}

/** Makes a run that is owned and running. */
export function createRun(
  db: Connection,
  decodeId: number,
  metric: MetricDescription,
  { sampling, scope }: Pick<RunRecord, 'sampling' | 'scope'>,
  owner: Owner,
): number {
  const values = {
    ...reuseKey(decodeId, metric),
    scope,
    ...mutableColumns(metric, sampling),
    ...ownership(owner),
    started_at: new Date().toISOString(),
  };
  return first(db, db.query.insertInto('run').values(values).returning('id'))!.id;
}

/**
 * Takes a run over, and notes what it is used for now.
 *
 * @throws FrameSieveError `store-busy` when its owner lives.
 */
export function takeOver(
  db: Connection,
  run: Selectable<RunTable>,
  metric: MetricDescription,
  sampling: Sampling,
  owner: Owner,
): void {
  const present = livingOwner(run);
  if (present) {
    const { host, pid } = present;
    throw new FrameSieveError({
      code: 'store-busy',
      message: `This video is being scored with ${run.metric_id} by another process (${pid} on ${host}).`,
      hint: 'Wait until it is done, or stop it; --no-resume starts a run of its own.',
    });
  }
  const columns = { ...mutableColumns(metric, sampling), ...ownership(owner) };
  execute(db, db.query.updateTable('run').set(columns).where('id', '=', run.id));
}

/**
 * Shows that the owner lives.
 *
 * @throws FrameSieveError `store-busy` when somebody took its runs over.
 */
export function beat(db: Connection, runIds: readonly number[], owner: Owner): void {
  const changed = execute(
    db,
    db.query
      .updateTable('run')
      .set({ heartbeat_ms: Date.now() })
      .where('id', 'in', runIds)
      .where('owner_token', '=', owner.token),
  );
  if (changed === runIds.length) return;
  throw new FrameSieveError({
    code: 'store-busy',
    message: 'Another process took this run over, since this one had not shown itself for a minute.',
    hint: 'What was stored is kept; let the other process finish.',
  });
}

/** Ends runs and gives up their ownership; those that somebody else took over are left to them. */
export function endRuns(
  db: Connection,
  runIds: readonly number[],
  owner: Owner,
  state: Exclude<RunState, 'running'>,
): void {
  execute(
    db,
    db.query
      .updateTable('run')
      .set({
        state,
        ended_at: new Date().toISOString(),
        owner_host: null,
        owner_pid: null,
        owner_token: null,
        heartbeat_ms: null,
      })
      .where('id', 'in', runIds)
      .where('owner_token', '=', owner.token),
  );
}

/** Notes that a run has been through a sampling: every frame that it keeps has come. */
export function saveFinishedSampling(db: Connection, runId: number, sampling: Sampling): void {
  const values = { run_id: runId, sampling: JSON.stringify(sampling) };
  execute(
    db,
    db.query
      .insertInto('run_sampling')
      .values(values)
      .onConflict(conflict => conflict.doNothing()),
  );
}

/** Whether a run has been through exactly this sampling. */
export function hasFinished(db: Connection, runId: number, sampling: Sampling): boolean {
  const query = db.query.selectFrom('run_sampling').select('run_id').where('run_id', '=', runId);
  return first(db, query.where('sampling', '=', JSON.stringify(sampling))) !== undefined;
}

/** The runs of a video, or of all, newest first. */
export async function readRuns(
  db: Connection,
  counter: RunCounter,
  videoId: number | null,
): Promise<RunRecord[]> {
  const query = db.query
    .selectFrom('run')
    .innerJoin('decode', 'decode.id', 'run.decode_id')
    .selectAll('decode')
    .selectAll('run')
    .orderBy('run.id', 'desc');
  const rows = all(db, videoId === null ? query : query.where('decode.video_id', '=', videoId));
  const records: RunRecord[] = [];
  for (const row of rows) {
    records.push({
      runId: row.id,
      decodeId: row.decode_id,
      videoId: row.video_id,
      metric: toMetricDescription(row),
      decode: toDecodeDescription(row),
      state: row.state,
      scope: row.scope,
      sampling: JSON.parse(row.sampling),
      frameCount: row.frame_count,
      ...(await counter.count(db, row)),
      startedAt: row.started_at,
      endedAt: row.ended_at,
    });
  }
  return records;
}

/** The runs that a living process writes to. */
export function readLivingRuns(db: Connection): ReadonlySet<number> {
  const running = all(db, db.query.selectFrom('run').selectAll().where('state', '=', 'running'));
  return new Set(running.filter(livingOwner).map(run => run.id));
}

function toMetricDescription(row: Omit<Selectable<RunTable>, 'id'>): MetricDescription {
  return {
    id: row.metric_id,
    modelDirection: row.model_direction,
    direction: row.effective_direction,
    range: [row.range_low, row.range_high],
    modelSha256: row.model_sha256,
    implementation: { name: row.implementation, version: row.implementation_version },
    kernel: row.kernel,
    precision: row.precision,
    device: row.device,
  };
}

function livingOwner(run: Selectable<RunTable>): Owner | null {
  const { owner_host: host, owner_pid: pid, owner_token: token } = run;
  const owner = host === null || pid === null || token === null ? null : { host, pid, token };
  return owner && isAlive(owner, run.heartbeat_ms ?? 0, Date.now()) ? owner : null;
}

function reuseKey(decodeId: number, metric: MetricDescription) {
  return {
    decode_id: decodeId,
    metric_id: metric.id,
    model_sha256: metric.modelSha256,
    implementation: metric.implementation.name,
    implementation_version: metric.implementation.version,
    kernel: metric.kernel,
    precision: metric.precision,
    device: metric.device,
  };
}

function mutableColumns(metric: MetricDescription, sampling: Sampling) {
  return {
    model_direction: metric.modelDirection,
    effective_direction: metric.direction,
    range_low: metric.range[0],
    range_high: metric.range[1],
    sampling: JSON.stringify(sampling),
  };
}

function ownership(owner: Owner) {
  return {
    state: 'running' as const,
    owner_host: owner.host,
    owner_pid: owner.pid,
    owner_token: owner.token,
    heartbeat_ms: Date.now(),
    ended_at: null,
  };
}
