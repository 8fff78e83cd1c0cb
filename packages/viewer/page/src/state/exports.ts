import { signal } from '@preact/signals';
import type { ExportProgress } from '../../../src/api/export.ts';

/** The newest export of each decode that this page knows of. */
export const exports = signal<ReadonlyMap<number, ExportProgress>>(new Map());

/** Notes how far an export is. */
export function noteExport(progress: ExportProgress): void {
  exports.value = new Map(exports.value).set(progress.decodeId, progress);
}
