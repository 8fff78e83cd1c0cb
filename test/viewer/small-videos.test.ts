import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedClip } from '@framesieve/testkit/clips';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHere, startBrowser } from '../lib/browser.ts';
import { runForDocument } from '../lib/documents.ts';
import { look, startViewing, type Viewing } from '../lib/viewing.ts';

describe.runIf(browserHere.available)(`very short videos in a browser${browserHere.note}`, () => {
  let folder: string;
  let browser: Browser;
  let viewing: Viewing;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'framesieve small '));
    for (const frames of [1, 2, 5])
      copyFileSync((await sharedClip('mp4', { frames })).file, join(folder, `${frames}.mp4`));
    for (const frames of [1, 2, 5])
      await runForDocument(['score', `${frames}.mp4`, '--metric', 'brisque'], folder);
    viewing = await startViewing([], folder);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await viewing?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([1, 2, 5])('shows each of %i', async frames => {
    const { page, problems } = await look(browser, viewing.url);
    await page.locator('.video-card', { hasText: `${frames}.mp4` }).click();
    const cells = page.locator('.timeline-strip .cell');
    await expect.poll(() => cells.count()).toBe(frames);
    const ordinals = await cells.evaluateAll(all =>
      all.map(cell => Number((cell as unknown as { dataset: { ordinal: string } }).dataset.ordinal)),
    );
    expect(ordinals).toEqual(Array.from({ length: frames }, (_, ordinal) => ordinal));
    await cells.last().click();
    await expect.poll(() => page.locator('.picture').getAttribute('data-ordinal')).toBe(String(frames - 1));
    expect(problems).toEqual([]);
    await page.close();
  });

  it('keeps every correction, however fast one picks', async () => {
    const { page } = await look(browser, viewing.url);
    await page.locator('.video-card', { hasText: '5.mp4' }).click();
    await page.locator('.picture:not(.old) img').waitFor();
    await page.getByRole('tab', { name: 'Picks' }).click();
    const overrides = async () => {
      const id = /#(\d+)/.exec(page.url())![1];
      const selection = await (await page.request.get(`${viewing.url}api/decodes/${id}/selection`)).json();
      return [...selection.overrides.added, ...selection.overrides.removed].sort();
    };
    const cells = page.locator('.timeline-strip .cell');
    for (let i = 0; i < 5; i++) {
      await cells.nth(i).click();
      await page.keyboard.press('a');
    }
    await expect.poll(overrides).toEqual([0, 1, 2, 3, 4]);
    await page.close();
  });
});
