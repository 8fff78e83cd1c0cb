import { FrameSieveError } from '@framesieve/core';
import type { Database } from 'better-sqlite3';

/**
 * The decode that runs are over.
 *
 * @throws FrameSieveError `internal` when they are not stored runs over one decode.
 */
export function decodeOfRuns(sqlite: Database, runIds: readonly number[]): number {
  const find = sqlite.prepare<[number], number>('select decode_id from run where id = ?').pluck();
  const decodes = new Set(runIds.map(runId => find.get(runId)));
  const [decodeId] = decodes;
  if (decodes.size === 1 && decodeId !== undefined) return decodeId;
  throw new FrameSieveError({
    code: 'internal',
    message: `Runs ${runIds.join(', ')} are not stored runs over one decode.`,
    hint: 'Choose runs of one video that were decoded by the same decoder.',
  });
}
