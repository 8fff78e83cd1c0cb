import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedClip } from '@framesieve/testkit/clips';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHere, startBrowser } from '../lib/browser.ts';
import { finished, startCommand } from '../lib/command.ts';
import { look, startViewing, type Viewing } from '../lib/viewing.ts';

describe.runIf(browserHere.available)(`a run in progress, in a browser${browserHere.note}`, () => {
  let folder: string;
  let browser: Browser;
  let viewing: Viewing | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'framesieve running '));
    const { file } = await sharedClip('mp4', { frames: 160, width: 320, height: 240 });
    copyFileSync(file, join(folder, 'growing.mp4'));
    copyFileSync(new URL('../lib/contrast.ts', import.meta.url), join(folder, 'contrast.ts'));
    const config = { plugins: ['./contrast.ts'], metric: 'contrast/slow' };
    writeFileSync(join(folder, 'framesieve.config.json'), JSON.stringify(config));
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await viewing?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows a curve that grows until the run is complete', async () => {
    const env = { CONTRAST_DELAY_MS: '60' };
    const scoring = startCommand(['score', 'growing.mp4'], { cwd: folder, env });
    const ended = finished(scoring);
    // The viewer needs a database, which is there soon after the run has begun.
    viewing = await untilItWorks(() => startViewing([], folder));
    const { page, problems } = await look(browser, viewing.url);
    const scored = page.locator('.bar .badge.live');
    const seen = new Set<string>();
    const curveEnds = new Set<number>();
    while (scoring.exitCode === null) {
      if ((await scored.count()) > 0) seen.add((await scored.textContent()) ?? '');
      const slider = page.getByRole('slider', { name: 'Timeline' });
      if ((await slider.count()) > 0) curveEnds.add(Number(await slider.getAttribute('aria-valuemax')));
      await page.waitForTimeout(200);
    }
    expect((await ended).exitCode).toBe(0);
    expect(seen.size).toBeGreaterThan(2);
    expect(curveEnds.size).toBeGreaterThan(2);
    await expect.poll(() => scored.count()).toBe(0);
    await expect.poll(() => page.locator('.bar .about').textContent()).toContain('160 frames');
    await expect
      .poll(async () =>
        Number(await page.getByRole('slider', { name: 'Timeline' }).getAttribute('aria-valuemax')),
      )
      .toBeCloseTo(160 / 30, 3);
    await page.keyboard.press('l');
    await expect.poll(() => page.locator('.video-card').textContent()).toContain('160 frames');
    expect(problems).toEqual([]);
  });
});

async function untilItWorks<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}
