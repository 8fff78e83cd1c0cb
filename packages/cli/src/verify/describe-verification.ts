import type { ManifestStill } from '@framesieve/exporter';
import { counted } from '../counted.ts';
import { type StillChecks, unasked } from './verification.ts';
import type { VerifiedStill, VerifyDocument } from './verify-document.ts';
import type { VerifiedManifest } from './verify-stills.ts';

const checkNames = ['file', 'database', 'source', 'pixels'] as const;

/** The document of what was found. */
export function documentOf({ path, database, checks, warnings }: VerifiedManifest): VerifyDocument {
  return {
    version: 1,
    command: 'verify',
    error: null,
    warnings: [...warnings, ...describeGaps(checks)],
    manifest: path,
    database,
    stills: [...checks].map(([still, found]) => reportStill(still, found)),
  };
}

/** Says which stills failed, and what the others were verified against. */
export function describeVerification({ stills, warnings }: VerifyDocument): string {
  const verified = stills.filter(({ status }) => status === 'ok');
  const levels = checkNames.flatMap(name => {
    const count = verified.filter(({ checks }) => checks[name] === 'ok').length;
    if (count === 0) return [];
    return count === verified.length ? name : `${name} (${count})`;
  });
  const against = levels.length === 0 ? '' : `: ${levels.join(', ')}`;
  return [
    ...stills.flatMap(({ file, problem }) => (problem === null ? [] : `${file}: ${problem}`)),
    ...warnings,
    `${verified.length} of ${counted(stills.length, 'still')} verified${against}`,
  ].join('\n');
}

function reportStill(still: ManifestStill, found: StillChecks): VerifiedStill {
  const problems = checkNames.map(name => found[name]).filter(check => check.result === 'failed');
  return {
    file: still.file,
    frame: still.frame,
    status: problems.length === 0 ? 'ok' : 'failed',
    checks: {
      file: found.file.result,
      database: found.database.result,
      source: found.source.result,
      pixels: found.pixels.result,
    },
    problem: problems.length === 0 ? null : `${problems.map(check => check.message).join('; ')}.`,
  };
}

/** Says what could not be checked, and why, once for all stills that it concerns. */
function describeGaps(checks: VerifiedManifest['checks']): string[] {
  const gaps = new Map<string, { readonly name: string; readonly message: string; count: number }>();
  for (const { database, source, pixels } of checks.values()) {
    // Without its source there is nothing to compare the pixels with.
    const open = { database, source, ...(source.result === 'ok' && { pixels }) };
    for (const [name, { result, message }] of Object.entries(open)) {
      if (result !== 'not-checked' || message === unasked) continue;
      const gap = gaps.get(name + message) ?? { name, message, count: 0 };
      gap.count += 1;
      gaps.set(name + message, gap);
    }
  }
  return [...gaps.values()].map(
    ({ name, message, count }) => `Not checked for ${counted(count, 'still')}: ${name}; ${message}.`,
  );
}
