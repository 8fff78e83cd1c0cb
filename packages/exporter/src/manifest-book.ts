import type { Manifest, ManifestExport, ManifestFailure, ManifestStill } from './manifest-schema.ts';
import { mergeManifest } from './merge-manifest.ts';
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

/** Opens the book on an export into a folder where earlier exports may have left a manifest. */
export function openManifestBook(
  folder: string,
  description: ManifestExport,
  earlier: Manifest | null,
): ManifestBook {
  const stills: ManifestStill[] = [];
  const failed: ManifestFailure[] = [];
  let savedAt = Number.NEGATIVE_INFINITY;
  const save = async (complete: boolean) => {
    savedAt = performance.now();
    await writeManifest(folder, mergeManifest({ export: description, stills, failed, complete }, earlier));
  };
  return {
    async add(still) {
      stills.push({ ...still, export: description.export });
      // A failure here doesn't concern this still; `close` tries again and tells.
      if (performance.now() - savedAt >= saveEveryMs) await save(false).catch(() => {});
    },
    fail(failure) {
      failed.push(failure);
    },
    close: save,
  };
}
