import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from '../lib/accessibility.ts';
import { browserHere, startBrowser } from '../lib/browser.ts';
import { type ScoredDemo, scoredDemo } from '../lib/scored-demo.ts';
import { look, startViewing, type Viewing, waitForView } from '../lib/viewing.ts';

describe.runIf(browserHere.available)(`the viewer for everybody${browserHere.note}`, () => {
  let demo: ScoredDemo;
  let viewing: Viewing;
  let browser: Browser;

  beforeAll(async () => {
    demo = await scoredDemo();
    viewing = await startViewing([], demo.folder);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await viewing?.[Symbol.asyncDispose]();
    demo?.[Symbol.dispose]();
  });

  const looks = [
    { width: 1280, height: 800, colorScheme: 'light' },
    { width: 1280, height: 800, colorScheme: 'dark' },
    { width: 390, height: 844, colorScheme: 'light' },
    { width: 390, height: 844, colorScheme: 'dark' },
  ] as const;

  it.each(looks)('has names, order and contrast, and fits: $width px, $colorScheme', async options => {
    const { page, problems } = await look(browser, viewing.url, { ...options, hash: '1' });
    await waitForView(page);
    for (const tab of ['Frame', 'Picks', 'Export']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.locator('#panel h2').first().waitFor();
      if (tab === 'Export') await page.locator('.plan').waitFor();
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.width);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.locator('dialog[open]').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.keyboard.press('l');
    await page.locator('.video-card').waitFor();
    await expectAccessible(page);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('can be used by the keyboard alone', async () => {
    const { page } = await look(browser, viewing.url, { hash: '1' });
    await waitForView(page);
    const focused: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const name = (await page.evaluate(`(() => {
        const element = document.activeElement;
        return element === document.body ? '' : element.getAttribute('aria-label') ?? element.textContent.trim();
      })()`)) as string;
      if (name === '') break;
      focused.push(name);
    }
    const order = ['List of videos, 1', 'Keys', 'Frame before', 'Next frame', 'Zoom in', 'Timeline', 'Frame'];
    const places = order.map(name => focused.indexOf(name));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    // The filmstrip is one stop, however many frames it shows.
    expect(focused.filter(name => /^Frame \d+,/.test(name)).length).toBeLessThanOrEqual(1);
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.keyboard.press('t');
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.close();
  });
});
