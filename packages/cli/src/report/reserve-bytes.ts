import type { Settings } from '../settings.ts';

const mebibyte = 1024 * 1024;

/** Bytes above what a report and a contact sheet take: the number of thumbnails, and the size of the sheet, have limits. */
const bytesOf = { report: 4 * mebibyte, contactSheet: 8 * mebibyte };

/** Bytes to be left free for what is written beside the stills. */
export function documentBytes({ config }: Settings): number {
  const { report, contactSheet } = config.export;
  return (report ? bytesOf.report : 0) + (contactSheet ? bytesOf.contactSheet : 0);
}
