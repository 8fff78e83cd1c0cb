export { findInstalledModel, installedIds } from './library/installed-files.ts';
