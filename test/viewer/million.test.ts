import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyVideo } from '@framesieve/decoder';
import { openStore } from '@framesieve/store';
import { makePlan } from '@framesieve/testkit/records';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHere, startBrowser } from '../lib/browser.ts';
import { look, startViewing, type Viewing } from '../lib/viewing.ts';

const frames = 1_000_000;

/** Most memory that the server may hold. */
const mostBytes = 300e6;

describe.runIf(browserHere.available && process.platform === 'linux')(
  `a run of a million frames in a browser${browserHere.note}`,
  () => {
    let folder: string;
    let browser: Browser;
    let viewing: Viewing;
    let page: Page;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'framesieve million '));
      const [video, db] = [join(folder, 'long.mp4'), join(folder, 'long.sqlite')];
      writeFileSync(video, 'It is known by its content, and never decoded.');
      {
        await using store = await openStore(db);
        const plan = makePlan(['test/a'], { path: video, identity: await identifyVideo(video) });
        await using ledger = await store.begin(plan);
        fill(db, ledger.decodeId, ledger.runs[0]!.runId);
        await ledger.finish({ frameCount: frames, issues: [] });
      }
      viewing = await startViewing([db], folder);
      browser = await startBrowser();
      ({ page } = await look(browser, viewing.url, { hash: '1' }));
    }, 240_000);
    afterAll(async () => {
      await browser?.close();
      await viewing?.[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });

    const slider = () => page.getByRole('slider', { name: 'Timeline' });

    it('shows the whole curve, and any part of it down to single frames', async () => {
      await expect
        .poll(() => slider().getAttribute('aria-valuemax'), { timeout: 30_000 })
        .toBe(String(frames / 25));
      const curve = async (range: string) =>
        (await page.request.get(`${viewing.url}api/decodes/1/curve?runId=1&columns=1000${range}`)).json();
      const all = await curve('');
      expect(all.isExact).toBe(false);
      expect(all.times.length).toBeLessThanOrEqual(2100);
      expect(all.extent).toEqual({ from: 0, to: (frames - 1) / 25, frames });
      const part = await curve('&from=20000&to=20010');
      expect(part.isExact).toBe(true);
      expect(part.ordinals.filter((ordinal: number) => ordinal >= 500_000 && ordinal < 500_250)).toHaveLength(
        250,
      );
      const at = part.ordinals.indexOf(500_100);
      expect(part.highs[at]).toBeCloseTo(scoreOf(500_100), 9);
    });

    it('follows the wheel and the keys', async () => {
      const box = (await page.locator('.u-over').boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + 50);
      for (let i = 0; i < 30; i++) await page.mouse.wheel(0, -120);
      const cell = page.locator('.timeline-strip .cell').first();
      await expect.poll(async () => Number(await cell.getAttribute('data-ordinal'))).toBeGreaterThan(400_000);
      for (let i = 0; i < 10; i++) await page.keyboard.press(']');
      await page.keyboard.press('0');
      await expect.poll(async () => Number(await cell.getAttribute('data-ordinal'))).toBeLessThan(200_000);
    });

    it('selects anew', async () => {
      await page.getByRole('tab', { name: 'Picks' }).click();
      await page.locator('#panel h2').first().waitFor({ timeout: 50_000 });
      await page.getByLabel('Least gap').fill('100');
      await expect.poll(() => page.locator('#panel').textContent(), { timeout: 50_000 }).toContain('A trial');
    }, 120_000);

    it(`holds no more than ${mostBytes / 1e6} MB in the server`, () => {
      const status = readFileSync(`/proc/${viewing.pid}/status`, 'utf8');
      const peakBytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) * 1024;
      expect(peakBytes).toBeGreaterThan(30e6);
      expect(peakBytes).toBeLessThanOrEqual(mostBytes);
    });
  },
);

function scoreOf(ordinal: number): number {
  return 4 + (ordinal % 101) / 50 + Math.floor(ordinal / 5000) / 200;
}

/** Gives a run frames and scores that SQLite makes up; shots of 200 s, each with pictures of its own. */
function fill(db: string, decodeId: number, runId: number): void {
  const sqlite = new Database(db);
  const ordinals = `with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < ${frames})`;
  sqlite.exec(`begin;
    ${ordinals} insert into frame select ${decodeId}, i, i * 512, 'container', i / 25.0, 320, 240, i % 12 = 0, 0, randomblob(8),
      randomblob(8), 0.3 + i / 5000 % 7 / 20.0, 0.2, iif(i % 5000, 0.01, 0.5), 0.5, 0.01, 0.02, 0.01, 0.01, 0.2 from n;
    ${ordinals} insert into score select ${runId}, i, 4 + i % 101 / 50.0 + i / 5000 / 200.0, null, null from n;
    commit;`);
  sqlite.close();
}
