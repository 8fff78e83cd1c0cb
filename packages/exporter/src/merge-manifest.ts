import type { Manifest, ManifestExport, ManifestFailure, ManifestStill } from './manifest-schema.ts';

/** What an export has come to, so far. */
export interface ExportOutcome {
  readonly export: ManifestExport;
  readonly stills: readonly ManifestStill[];
  readonly failed: readonly ManifestFailure[];
  readonly complete: boolean;
}

/**
 * Joins an export with what earlier ones left in the folder. Every still of ours that is still there keeps its entry,
 * whichever video it is of, and so does the description of the export that it comes from; a file written anew has its
 * new entry only.
 */
export function mergeManifest(outcome: ExportOutcome, earlier: Manifest | null): Manifest {
  const replaced = new Set(outcome.stills.map(still => still.file));
  const remaining = earlier?.stills.filter(still => !replaced.has(still.file)) ?? [];
  const used = new Set(remaining.map(still => still.export));
  return {
    version: 1,
    ...outcome.export,
    complete: outcome.complete,
    stills: [...outcome.stills, ...remaining],
    failed: [...outcome.failed],
    earlier: earlier ? exportsOf(earlier).filter(description => used.has(description.export)) : [],
  };
}

/** The descriptions of the exports that a manifest knows, the latest first. */
export function exportsOf(manifest: Manifest): readonly ManifestExport[] {
  const { version, complete, stills, failed, earlier, ...latest } = manifest;
  return [latest, ...earlier];
}
