import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserHere, startBrowser } from '../lib/browser.ts';
import { type ScoredDemo, scoredDemo } from '../lib/scored-demo.ts';
import { look, startViewing, type Viewing, waitForView } from '../lib/viewing.ts';

describe.runIf(browserHere.available)(`a scored video in a browser${browserHere.note}`, () => {
  let demo: ScoredDemo;
  let viewing: Viewing;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];

  beforeAll(async () => {
    demo = await scoredDemo();
    await demo.run('select', 'demo.mp4', '--top', '8', '--coverage', '2');
    viewing = await startViewing(['demo.mp4'], demo.folder);
    browser = await startBrowser();
    ({ page, problems } = await look(browser, viewing.url));
  });
  afterAll(async () => {
    await browser?.close();
    await viewing?.[Symbol.asyncDispose]();
    demo?.[Symbol.dispose]();
  });

  /** Picks of the newest stored selection, in order of rank. */
  const storedPicks = () =>
    demo.query(
      database =>
        database
          .prepare(
            'select ordinal, rank, tier from pick where selection_id = (select max(id) from selection) order by rank',
          )
          .all() as { ordinal: number; rank: number; tier: string }[],
    );

  const currentOrdinal = async () => Number(await page.locator('.picture').getAttribute('data-ordinal'));

  async function openTab(name: string): Promise<void> {
    await page.getByRole('tab', { name }).click();
  }

  it('shows the best frame, its curve and the picks', async () => {
    await waitForView(page);
    expect(await page.title()).toContain('demo.mp4');
    const picks = storedPicks();
    expect(picks.length).toBeGreaterThan(5);
    await expect.poll(() => page.locator('.marks li').count()).toBe(picks.length);
    await page.keyboard.press('b');
    await expect.poll(currentOrdinal).toBe(picks[0]!.ordinal);
    const drawn = await page.evaluate(`(() => {
      const canvas = document.querySelector('.plot canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const colors = new Set();
      for (let i = 0; i < data.length; i += 4) colors.add(data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]);
      return colors.size;
    })()`);
    expect(drawn).toBeGreaterThan(20);
    const width = await page
      .locator('.picture img')
      .evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth);
    expect(width).toBe(320);
  });

  it('steps by one decoded frame, and from pick to pick', async () => {
    const inTime = storedPicks()
      .map(pick => pick.ordinal)
      .sort((a, b) => a - b);
    const [first, second] = [inTime[1]!, inTime[2]!];
    await page
      .getByRole('button', { name: new RegExp(`^Pick \\d+, .*frame ${first},`) })
      .first()
      .click();
    await expect.poll(currentOrdinal).toBe(first);
    await page.keyboard.press('ArrowRight');
    await expect.poll(currentOrdinal).toBe(first + 1);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(currentOrdinal).toBe(first);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(currentOrdinal).toBe(first - 1);
    await page.keyboard.press('ArrowDown');
    await expect.poll(currentOrdinal).toBe(first);
    await page.keyboard.press('ArrowDown');
    await expect.poll(currentOrdinal).toBe(second);
  });

  it('compares two frames, enlarged alike', async () => {
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('.pane').count()).toBe(2);
    await page.keyboard.press('z');
    const transforms = () =>
      page
        .locator('.picture img')
        .evaluateAll(images =>
          images.map(image => (image as unknown as { style: { transform: string } }).style.transform),
        );
    await expect
      .poll(transforms)
      .toEqual([expect.stringContaining('scale(3)'), expect.stringContaining('scale(3)')]);
    await page
      .locator('.frame')
      .first()
      .hover({ position: { x: 30, y: 30 } });
    await page.mouse.wheel(0, -200);
    await expect.poll(async () => new Set(await transforms()).size).toBe(1);
    await page.keyboard.press('z');
    await page.keyboard.press('c');
    await expect.poll(() => page.locator('.pane').count()).toBe(1);
  });

  it('zooms the curve by drag and by wheel', async () => {
    const over = page.locator('.u-over');
    const box = (await over.boundingBox())!;
    const span = () => page.locator('.timeline-strip .cell').first().getAttribute('data-ordinal');
    const before = await span();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await expect.poll(span).not.toBe(before);
    const all = page.getByRole('button', { name: 'Show the whole timeline' });
    expect(await all.isEnabled()).toBe(true);
    await page.mouse.wheel(0, 3000);
    await expect.poll(() => all.isEnabled()).toBe(false);
  });

  it('tries a selection out at once, shows what it changes, and keeps it when told to', async () => {
    const before = storedPicks();
    await openTab('Picks');
    const panel = page.locator('#panel');
    await panel.getByLabel('At most').first().fill('3');
    await panel.getByLabel('Frames', { exact: true }).fill('0');
    await expect.poll(() => panel.locator('h2').first().textContent()).toContain('3 picks');
    expect(await panel.locator('.changes .removed').textContent()).toMatch(/\d+ gone/);
    expect(storedPicks()).toEqual(before);
    await panel.getByRole('button', { name: 'Keep these picks' }).click();
    await expect.poll(() => storedPicks().length).toBe(3);
    await expect.poll(() => page.locator('.marks li').count()).toBe(3);
  });

  it('takes picks by hand, and keeps them when it selects anew', async () => {
    const before = storedPicks();
    const chosen = Math.max(0, before[0]!.ordinal - 9);
    await page.evaluate(`location.hash = location.hash.split('/')[0] + '/${chosen}'`);
    await page.reload();
    await expect.poll(currentOrdinal).toBe(chosen);
    await page.keyboard.press('a');
    await expect
      .poll(() => storedPicks().find(pick => pick.ordinal === chosen))
      .toEqual({ ordinal: chosen, rank: 4, tier: 'requested' });
    await expect.poll(() => page.locator('.marks li').count()).toBe(4);
    // One is taken out, and nothing takes its place.
    await page.keyboard.press('b');
    await expect.poll(currentOrdinal).toBe(before[0]!.ordinal);
    await page.keyboard.press('a');
    await expect.poll(() => storedPicks().map(pick => pick.ordinal)).not.toContain(before[0]!.ordinal);
    expect(storedPicks()).toHaveLength(3);
    const { exitCode } = await demo.run('select', 'demo.mp4', '--top', '3', '--coverage', '0');
    expect(exitCode).toBe(0);
    const again = storedPicks().map(pick => pick.ordinal);
    expect(again).toContain(chosen);
    expect(again).not.toContain(before[0]!.ordinal);
    // Someone else's selection comes to the page by itself.
    await expect.poll(() => page.locator('.marks li').count()).toBe(again.length);
  });

  it('exports the picks that it shows, as the files that it says', async () => {
    await openTab('Export');
    const panel = page.locator('#panel');
    await panel.getByLabel('File names').fill('{stem}-{frame}.{ext}');
    const picks = storedPicks()
      .map(pick => pick.ordinal)
      .sort((a, b) => a - b);
    const names = () => panel.locator('.names li').allTextContents();
    await expect.poll(async () => (await names())[0]).toMatch(new RegExp(`^demo-0*${picks[0]}\\.png$`));
    expect(await panel.locator('.plan').textContent()).toMatch(/About .* at most .* free/);
    await panel.getByRole('button', { name: 'Export', exact: true }).click();
    const links = panel.locator('.stills a');
    await expect
      .poll(() => panel.locator('.result h3').textContent())
      .toBe(`Exported · ${picks.length} of ${picks.length}`);
    const files = await links.allTextContents();
    const [stills] = readdirSync(join(demo.folder, 'framesieve-out')).filter(name =>
      name.startsWith('demo-'),
    );
    const folder = join(demo.folder, 'framesieve-out', stills!);
    expect(
      readdirSync(folder)
        .filter(name => name.endsWith('.png'))
        .sort(),
    ).toEqual(files.toSorted());
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest.stills.map((still: { frame: number }) => still.frame)).toEqual(picks);
    for (const [i, file] of files.entries()) {
      const served = await page.request.get((await links.nth(i).getAttribute('href'))!);
      expect(await served.body()).toEqual(readFileSync(join(folder, file)));
    }
  });

  it('shows the very frames that it exports', async () => {
    const still = (await page.locator('.stills a').first().getAttribute('href'))!;
    const ordinal = storedPicks()
      .map(pick => pick.ordinal)
      .sort((a, b) => a - b)[0]!;
    const exported = await sharp(await (await page.request.get(still)).body())
      .raw()
      .toBuffer();
    const shown = async (frame: number) => {
      const answer = await page.request.get(`${viewing.url}api/decodes/1/frames/${frame}/picture?size=full`);
      expect(answer.headers()['x-frame-verified']).toBe('exact');
      return sharp(await answer.body())
        .removeAlpha()
        .raw()
        .toBuffer();
    };
    const distance = (other: Buffer) =>
      exported.reduce((sum, value, i) => sum + Math.abs(value - other[i]!), 0) / exported.length;
    const [same, next] = [distance(await shown(ordinal)), distance(await shown(ordinal + 3))];
    expect(same).toBeLessThan(3);
    expect(next).toBeGreaterThan(same);
  });

  it('complains of nothing, and asks nothing of other servers', () => {
    expect(problems).toEqual([]);
  });

  it('ends when it is interrupted', async () => {
    expect(await viewing.stop()).toBe(0);
    await expect.poll(() => page.getByText('not connected').count()).toBe(1);
  });
});
