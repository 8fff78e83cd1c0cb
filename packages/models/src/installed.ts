export { findInstalledModel, installedIds } from './library/installed-files.ts';
export { installedDigest } from './library/installed-models.ts';
