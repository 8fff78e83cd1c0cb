/**
 * Takes the pictures of the viewer that the README shows, of the demo's own clip, into docs/pictures.
 *
 *   npm run screenshots
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoClip } from '@framesieve/scripts/demo-clip';
import { root } from '@framesieve/scripts/workspace';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { browserHere, startBrowser } from '../lib/browser.ts';
import { runCommand } from '../lib/command.ts';
import { type LookOptions, look, startViewing, waitForView } from '../lib/viewing.ts';

interface Shot extends LookOptions {
  readonly name: string;
  act(page: Page): Promise<void>;
}

const wide = { width: 1280, height: 800, hash: '1' };
const nothing = async () => {};

const shots: readonly Shot[] = [
  { ...wide, name: 'viewer-light', colorScheme: 'light', act: nothing },
  { ...wide, name: 'viewer-dark', colorScheme: 'dark', act: nothing },
  {
    ...wide,
    name: 'viewer-compare',
    colorScheme: 'dark',
    async act(page) {
      await page.keyboard.press('c');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('2');
      await page.keyboard.press('+');
    },
  },
  {
    ...wide,
    name: 'viewer-export',
    colorScheme: 'light',
    async act(page) {
      await page.keyboard.press('3');
      await page.locator('.plan').waitFor();
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await page.locator('.result h3', { hasText: 'Exported' }).waitFor();
    },
  },
  { name: 'viewer-phone', width: 390, height: 844, hash: '1', colorScheme: 'light', act: nothing },
];

if (!browserHere.available) throw new Error(`Screenshots need a browser${browserHere.note}.`);
const folder = await mkdtemp(join(tmpdir(), 'framesieve-screenshots-'));
const pictures = join(root, 'docs', 'pictures');
let browser: Browser | null = null;
try {
  const { file } = await demoClip(join(root, 'framesieve-demo'));
  for (const args of [
    ['score', file, '--metric', 'niqe,brisque'],
    ['select', file],
  ]) {
    const { exitCode, stderr } = await runCommand(args, { cwd: folder });
    if (exitCode !== 0) throw new Error(stderr);
  }
  await using viewing = await startViewing([file], folder);
  browser = await startBrowser();
  await mkdir(pictures, { recursive: true });
  for (const shot of shots) {
    const { page } = await look(browser, viewing.url, shot);
    await waitForView(page);
    await shot.act(page);
    await settle(page);
    const target = join(pictures, `${shot.name}.webp`);
    await sharp(await page.screenshot())
      .webp({ quality: 88 })
      .toFile(target);
    process.stdout.write(`${target}\n`);
    await page.close();
  }
} finally {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
}

/** Waits until every picture has come. */
async function settle(page: Page): Promise<void> {
  const isSettled = '[...document.images].every(image => image.complete && !image.closest(".old"))';
  do await page.waitForTimeout(400);
  while (!(await page.evaluate(isSettled)));
}
