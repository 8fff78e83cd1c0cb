import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedClip } from '@framesieve/testkit/clips';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHere, startBrowser } from '../lib/browser.ts';
import { runForDocument } from '../lib/documents.ts';
import { look, startViewing, waitForView } from '../lib/viewing.ts';

/** Would change the title of the page, were it ever taken for markup. */
const name = '<img src=x onerror="document.title=\'hit\'"><b>&amp; ünïcode 動画.mp4';

// Windows forbids such names.
describe.runIf(browserHere.available && process.platform !== 'win32')(
  `a file name that looks like markup${browserHere.note}`,
  () => {
    let folder: string;
    let browser: Browser;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'framesieve odd '));
      copyFileSync((await sharedClip('mp4', { frames: 24 })).file, join(folder, name));
      await runForDocument(['score', name, '--metric', 'niqe,brisque'], folder);
      await runForDocument(['select', name, '--top', '3'], folder);
      browser = await startBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('is shown as it is, everywhere', async () => {
      await using viewing = await startViewing([name], folder);
      const { page, problems } = await look(browser, viewing.url);
      await waitForView(page);
      expect(await page.locator('.bar h1').textContent()).toBe(name);
      await page.getByRole('tab', { name: 'Export' }).click();
      const label = page.getByLabel('File names');
      await label.fill('{stem}_{frame}.{ext}');
      await expect.poll(() => page.locator('.names li').first().textContent()).toMatch(/_0+\d*\.png$/);
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await page.locator('.result h3', { hasText: 'Exported' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^List of videos/ }).click();
      expect(await page.locator('.video-card strong').textContent()).toBe(name);
      expect(await page.locator('img[src="x"]').count()).toBe(0);
      expect(await page.title()).not.toBe('hit');
      expect(problems).toEqual([]);
      await page.close();
    });
  },
);
