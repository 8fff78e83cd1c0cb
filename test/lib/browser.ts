import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const file = process.env.FRAMESIEVE_CHROMIUM ?? places.find(place => existsSync(place)) ?? null;

/** Whether this machine has a browser, and words for a title that say so. */
export const browserHere = { available: file !== null, note: file ? '' : ' (skipped: there is no chromium)' };

/** Starts the browser of this machine. */
export function startBrowser(): Promise<Browser> {
  // Without a sandbox of its own: in containers it can't have one.
  return chromium.launch({ executablePath: file!, args: ['--no-sandbox'] });
}
