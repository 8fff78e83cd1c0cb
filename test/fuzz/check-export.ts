import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sieve } from 'framesieve';
import lumaPlugin from '../lib/luma.ts';
import { damagedCopy, type FuzzCase, fuzzClips } from './cases.ts';

/** What became of an export. */
export interface ExportResult {
  /** Stills that were written, each of a frame that was read again and is the one that was scored. */
  readonly exact: number;
  /** What must not be. */
  readonly violations: readonly string[];
}

/** Scores a damaged copy, and exports stills of its best frames: all of them, or the copy was refused as a whole. */
export async function checkExport(fuzzCase: FuzzCase): Promise<ExportResult> {
  const folder = await mkdtemp(join(tmpdir(), 'framesieve-fuzz-export-'));
  const name = `damaged.${fuzzClips[fuzzCase.clip]!.extension}`;
  try {
    await writeFile(join(folder, name), await damagedCopy(fuzzCase));
    const { videos } = await sieve({
      ...{ inputs: [name], cwd: folder, plugins: [lumaPlugin] },
      config: {
        ...{ metric: 'luma/mean', decoder: fuzzCase.decoder, export: { format: 'png' } },
        select: { top: 4, coverage: 2, minGapSeconds: 0, duplicates: false },
      },
    });
    const { status, error, picks = [] } = videos[0]!;
    const exact = picks.filter(pick => pick.verified === 'exact').length;
    if (status === 'failed' && picks.length === 0) return { exact, violations: [] };
    const violations = error ? [`It ended with ${error.code}: ${error.message}`] : [];
    if (exact < picks.length)
      violations.push(`${picks.length - exact} of ${picks.length} stills are not exact.`);
    return { exact, violations };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
