import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sharedClip } from '@framesieve/testkit/clips';
import { sieve } from 'framesieve';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHere, startBrowser } from './lib/browser.ts';

describe.runIf(browserHere.available)(`the report in a browser${browserHere.note}`, () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let address: string;
  const problems: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'framesieve page '));
    const { videos } = await sieve({
      inputs: [(await sharedClip('mp4', { frames: 24 })).file],
      cwd: folder,
      config: {
        metric: ['niqe', 'brisque'],
        select: { top: 5, coverage: 0, minGapSeconds: 0, duplicates: false },
        // What has a meaning in addresses must not have it there.
        export: { template: '{stem} #{frame} 100% & ür{rank}.{ext}', report: true },
      },
    });
    address = pathToFileURL(join(folder, videos[0]!.report!)).href;
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: { width: number; colorScheme?: 'light' | 'dark' }): Promise<void> {
    problems.length = 0;
    const { width, colorScheme = 'light' } = options;
    // Without motion a link leads there at once.
    page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    page.on('console', message => problems.push(message.text()));
    page.on('pageerror', error => problems.push(error.message));
    page.on('request', request => {
      if (request.url() !== address && !request.url().startsWith('data:')) problems.push(request.url());
    });
    await page.goto(address);
  }

  it('shows every picture, asks for nothing else, and complains of nothing', async () => {
    await open({ width: 1280 });
    const shown = await page
      .locator('img')
      .evaluateAll(images =>
        images.map(image => (image as unknown as { naturalWidth: number }).naturalWidth),
      );
    expect(shown).toHaveLength(5);
    for (const width of shown) expect(width).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('leads from the curve to a pick, and back, also by the keyboard', async () => {
    await open({ width: 1280 });
    await page.locator('#mark-3 .dot').click();
    await page.waitForURL(`${address}#pick-3`);
    await expect.poll(() => inView('#pick-3'), { timeout: 50_000 }).toBe(true);
    await page.locator('#pick-3 .to-curve').click();
    await page.waitForURL(`${address}#mark-3`);
    await page.locator('#mark-2-4').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${address}#pick-4`);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('leads to the still itself', async () => {
    await open({ width: 1280 });
    await page.locator('#pick-1 .picture').click();
    await page.waitForURL(url => url.href !== address);
    expect(decodeURIComponent(page.url())).toMatch(/#\d+ 100% & ür01\.png$/);
    expect(
      await page
        .locator('img')
        .evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBeGreaterThan(0);
    await page.close();
  });

  it.each([400, 320])('fits a screen of %i pixels', async width => {
    await open({ width });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.close();
  });

  it('follows the preference for light or dark', async () => {
    const lightness = () =>
      page.evaluate('Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])');
    await open({ width: 800, colorScheme: 'light' });
    expect(await lightness()).toBeGreaterThan(200);
    await page.close();
    await open({ width: 800, colorScheme: 'dark' });
    expect(await lightness()).toBeLessThan(60);
    await page.close();
  });

  function inView(selector: string): Promise<unknown> {
    return page.locator(selector).evaluate(element => {
      const { top, bottom } = (
        element as unknown as { getBoundingClientRect(): { top: number; bottom: number } }
      ).getBoundingClientRect();
      return bottom > 0 && top < 900;
    });
  }
});
