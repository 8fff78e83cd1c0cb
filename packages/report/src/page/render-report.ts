import { createHash } from 'node:crypto';
import { countsSection } from './counts-section.ts';
import { curveSection } from './curve-section.ts';
import { failuresSection } from './failures-section.ts';
import { html, trusted } from './html.ts';
import { pageStyle } from './page-style.ts';
import { picksSection } from './picks-section.ts';
import type { ReportInput } from './report-input.ts';
import { settingsSection, versionsSection } from './settings-section.ts';
import { sourceSection } from './source-section.ts';

/** Name of the page in the folder of the stills. */
export const reportName = 'report.html';

const mark = '<meta name="framesieve-document" content="report">';

/**
 * Writes the page that tells what was made of a video: one HTML document that asks nothing of any network, and works from a
 * disk. Its own policy forbids scripts and everything from elsewhere.
 *
 * Its size doesn't grow with the number of frames; small pictures make up most of it.
 */
export function renderReport(input: ReportInput): string {
  const styleHash = createHash('sha256').update(pageStyle).digest('base64');
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="FrameSieve ${input.toolVersion}">
${trusted(mark)}
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${input.source.name} – FrameSieve</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
${sourceSection(input)}
<main>
${curveSection(input)}
${picksSection(input)}
${failuresSection(input)}
${countsSection(input)}
${settingsSection(input)}
${versionsSection(input)}
</main>
<footer><p>Written by FrameSieve ${input.toolVersion}.${input.exported.length > 0 && html` Every still, with checksums, is in <a href="./manifest.json">manifest.json</a>.`}</p></footer>
</body>
</html>
`;
  return page.text;
}

/** Whether a file is a page that {@link renderReport} wrote, by its first bytes. */
export function isOwnReport(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString();
  return head.startsWith('<!DOCTYPE html>') && head.includes(mark) && head.includes('content="FrameSieve ');
}
