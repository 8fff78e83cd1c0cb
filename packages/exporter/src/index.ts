export type { ColorTag } from './color-tag.ts';
export { encoderAvailability } from './encoder-availability.ts';
export { createExportStage, type ExportStageOptions } from './export-stage.ts';
export { checkTemplate, defaultTemplate, parseTemplate, templateFields } from './file-name.ts';
export { legalName } from './legal-name.ts';
export type {
  Manifest,
  ManifestExport,
  ManifestFailure,
  ManifestStill,
} from './manifest-schema.ts';
export { type ExportPlan, preflight, type StillPlan } from './preflight.ts';
export { manifestName, readManifest } from './read-manifest.ts';
export { tolerance } from './verify-frame.ts';
export { type WriteStillOptions, type WrittenStill, writeStill } from './write-still.ts';
