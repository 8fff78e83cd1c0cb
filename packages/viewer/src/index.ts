export { createPictureFrames } from './frames/picture-frames.ts';
export { startViewer } from './start-viewer.ts';
export { type ViewDatabaseOptions, viewDatabase } from './view-database.ts';
export type { AddressOptions, NamedVideo, Viewer, ViewerOptions } from './viewer-options.ts';
