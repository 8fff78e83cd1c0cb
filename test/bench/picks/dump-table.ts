import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScoreTable } from '@framesieve/core';
import type { Stretch } from './stretches.ts';

/**
 * Writes a score table and the truth as `<name>.json`: columns as arrays, NaN as `null`, hashes as hexadecimal text.
 *
 * @param stretches what is known of the clip; `null` for one in which nothing was made bad.
 */
export function dumpTable(
  folder: string,
  name: string,
  table: ScoreTable,
  stretches: readonly Stretch[] | null,
): void {
  mkdirSync(folder, { recursive: true });
  const { metrics, perceptualHash, ...numbers } = table;
  const columns = Object.entries(numbers).map(([column, values]) => [column, Array.from(values)]);
  const plain = {
    name,
    table: {
      ...Object.fromEntries(columns),
      perceptualHash: Array.from(perceptualHash, hash => hash.toString(16).padStart(16, '0')),
      metrics: metrics.map(metric => ({ ...metric, scores: Array.from(metric.scores) })),
    },
    stretches,
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(plain)}\n`);
}
