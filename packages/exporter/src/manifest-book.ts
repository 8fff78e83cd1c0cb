import type { Manifest, ManifestExport, ManifestFailure, ManifestStill } from './manifest-schema.ts';
import { mergeManifest } from './merge-manifest.ts';
import { readManifest } from './read-manifest.ts';
import { writeManifest } from './write-manifest.ts';

const saveEveryMs = 1000;

/** The manifest of a folder while an export goes on. */
export interface ManifestBook {
  /** Enters a still that is on disk. It is in the file within a second of more stills coming, or by `close`. */
  add(still: Omit<ManifestStill, 'export'>): Promise<void>;
  /** Enters a still that was not written. */
  fail(failure: ManifestFailure): void;
  /**
   * Writes the last state.
   *
   * @throws FrameSieveError `export-failed`.
   */
  close(complete: boolean): Promise<void>;
}

/**
 * Opens the book on an export into a folder where earlier exports may have left a manifest, and where others may write one at
 * the same time: each save joins what is there by then.
 */
export function openManifestBook(
  folder: string,
  description: ManifestExport,
  earlier: Manifest | null,
): ManifestBook {
  const entries: Omit<ManifestStill, 'export'>[] = [];
  const failed: ManifestFailure[] = [];
  let own = description;
  let before = earlier;
  let savedAt = Number.NEGATIVE_INFINITY;
  const save = async (complete: boolean) => {
    savedAt = performance.now();
    const found = await readManifest(folder, true);
    if (found && !(found.export === own.export && found.created === own.created)) {
      // Another export goes on in this folder: what it has entered meanwhile stays.
      before = found;
      own = { ...own, export: found.export + 1 };
    }
    const stills = entries.map(entry => ({ ...entry, export: own.export }));
    await writeManifest(folder, mergeManifest({ export: own, stills, failed, complete }, before));
  };
  return {
    async add(still) {
      entries.push(still);
      // A failure here doesn't concern this still; `close` tries again and tells.
      if (performance.now() - savedAt >= saveEveryMs) await save(false).catch(() => {});
    },
    fail(failure) {
      failed.push(failure);
    },
    close: save,
  };
}
