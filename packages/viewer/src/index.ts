export { startViewer } from './start-viewer.ts';
export type { AddressOptions, Viewer, ViewerOptions } from './viewer-options.ts';
