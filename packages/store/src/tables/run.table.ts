import type { Direction, RunScope, RunState } from '@framesieve/core';
import type { Generated } from 'kysely';

/** One metric over one decode. The columns up to `device` are its reuse key: all that can change a score; with `scope` it finds a run. */
export interface RunTable {
  id: Generated<number>;
  decode_id: number;
  metric_id: string;
  model_sha256: string;
  implementation: string;
  implementation_version: string;
  kernel: string;
  precision: string;
  device: string;
  model_direction: Direction;
  effective_direction: Direction;
  range_low: number | null;
  range_high: number | null;
  /** The latest request, `Sampling` as JSON. */
  sampling: string;
  /** Whether its frames are those that a sampling keeps, or chosen ones. */
  scope: Generated<RunScope>;
  state: RunState;
  /** Who writes to it at the moment; NULL when nobody does. */
  owner_host: string | null;
  owner_pid: number | null;
  owner_token: string | null;
  heartbeat_ms: number | null;
  /** ISO 8601, UTC. */
  started_at: string;
  ended_at: string | null;
}

/** A sampling that a run has been through to the end of the video. */
export interface RunSamplingTable {
  run_id: number;
  /** `Sampling` as JSON. */
  sampling: string;
}
