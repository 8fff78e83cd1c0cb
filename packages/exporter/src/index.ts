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
export { measureStill } from './measure-still.ts';
export { type StillFacts, stillFacts } from './metadata/still-facts.ts';
export { type StillMetadata, stillMetadata } from './metadata/still-metadata.ts';
export type { NameSubject } from './name-fields.ts';
export { type ExportPlan, type PreflightOptions, preflight, type StillPlan } from './preflight.ts';
export { manifestName, readManifest } from './read-manifest.ts';
export { type RereadFrame, rereadFrames } from './reread-frames.ts';
export { stillPicture } from './still-picture.ts';
export { stillsFolder } from './stills-folder.ts';
export { type Check, failed, notChecked, passed } from './verify/check.ts';
export { checkFile } from './verify/check-file.ts';
export { type CheckedFrame, checkFrames, type FrameTask } from './verify/check-frames.ts';
export {
  type ExportedStills,
  type OpenedManifest,
  openManifest,
  stillsByExport,
} from './verify/open-manifest.ts';
export { tolerance } from './verify-frame.ts';
export { type WriteBesideOptions, writeBeside } from './write-beside.ts';
export { type WriteStillOptions, type WrittenStill, writeStill } from './write-still.ts';
