import Database from 'better-sqlite3';

const frameQuery = `
  SELECT frame.ordinal, frame.pts_ticks, frame.pts_source, frame.time_seconds, frame.width, frame.height,
    hex(frame.fingerprint) AS fingerprint, score.score, score.reason
  FROM score JOIN run ON run.id = score.run_id JOIN frame ON frame.decode_id = run.decode_id
    AND frame.ordinal = score.ordinal
  WHERE score.run_id = ? ORDER BY frame.ordinal`;

/** A row of a run, as SQL gives it. */
export interface StoredFrame {
  readonly ordinal: number;
  readonly pts_ticks: number;
  readonly pts_source: string;
  /** Hex, in upper case. */
  readonly fingerprint: string;
  readonly score: number | null;
}

/** The rows of a run, by SQL alone. */
export function storedFrames(db: string, runId: number): readonly StoredFrame[] {
  const connection = new Database(db, { readonly: true });
  try {
    return connection.prepare(frameQuery).all(runId) as StoredFrame[];
  } finally {
    connection.close();
  }
}
