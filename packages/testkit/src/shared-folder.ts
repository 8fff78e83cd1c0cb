import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Finds the folder with real clips and reference data that is kept beside the repository: `FRAMESIEVE_SHARED`, else
 * `../shared` as seen from the repository's root.
 *
 * @returns its path, or `null` where there is none: skip what needs it.
 */
export function sharedFolder(): string | null {
  const named = process.env.FRAMESIEVE_SHARED;
  if (named) return existsSync(named) ? resolve(named) : null;
  const root = repositoryRoot(import.meta.dirname);
  const beside = root && join(root, '..', 'shared');
  return beside && existsSync(beside) ? beside : null;
}

function repositoryRoot(from: string): string | null {
  if (existsSync(join(from, 'pnpm-workspace.yaml'))) return from;
  const parent = dirname(from);
  return parent === from ? null : repositoryRoot(parent);
}
