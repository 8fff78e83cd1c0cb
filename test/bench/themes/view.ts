import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { browserHere, startBrowser } from '../../lib/browser.ts';
import { runCommand } from '../../lib/command.ts';
import { look, startViewing, type Viewing } from '../../lib/viewing.ts';
import { storeLargeRun } from '../large-run.ts';
import type { Case, Sample } from '../measure.ts';
import type { Theme } from '../theme.ts';

/** What the server may hold. */
const mostBytes = 300e6;

/** How soon a curve is seen, and how the page follows what one does, over a stored run of very many frames. */
export const viewTheme: Theme = {
  title: 'The viewer',
  async open({ quick }) {
    const frames = quick ? 100_000 : 1_000_000;
    if (!browserHere.available) return empty(`Left out${browserHere.note}.`);
    const stored = await storeLargeRun(frames);
    const { path } = stored.folder;
    await runCommand(['select', stored.video, '--db', stored.db, '--quiet'], { cwd: path });
    const browser = await startBrowser();
    const named = frames.toLocaleString('en');
    const viewed = (measure: (page: Page, viewing: Viewing) => Promise<number>) => async () => {
      await using viewing = await startViewing([stored.db], path);
      return await measured(browser, viewing, measure);
    };
    const cases: Case[] = [
      {
        name: `from opening the page to its curve, ${named} frames, the server just started`,
        unit: 'page',
        seconds: { most: 1.5 },
        peakBytes: { most: mostBytes },
        run: viewed(page => firstCurve(page)),
      },
      {
        name: `answer to a turn of the wheel, 76 of 80, ${named} frames`,
        unit: 'turn',
        seconds: { most: 0.1 },
        peakBytes: { most: mostBytes },
        run: viewed(async page => {
          await firstCurve(page);
          return usualTurn(page);
        }),
      },
    ];
    return {
      cases,
      notes: [
        'The command runs from source, as in a clone; memory is that of the server, without the process that selects.',
      ],
      async [Symbol.asyncDispose]() {
        await browser.close();
        stored.folder[Symbol.dispose]();
      },
    };
  },
};

function empty(note: string) {
  return { cases: [], notes: [note], async [Symbol.asyncDispose]() {} };
}

async function measured(
  browser: Browser,
  viewing: Viewing,
  measure: (page: Page, viewing: Viewing) => Promise<number>,
): Promise<Sample> {
  const { page } = await look(browser, viewing.url, { hash: '1' });
  const seconds = await measure(page, viewing);
  // Memory counts when everything has come: the picks of the whole timeline, too.
  await page.keyboard.press('0');
  await page.locator('.mark').first().waitFor();
  await page.close();
  return { units: 1, seconds, coreSeconds: Number.NaN, peakBytes: peakOf(viewing.pid) };
}

/** Seconds from the navigation to the first drawing of a curve. */
async function firstCurve(page: Page): Promise<number> {
  for (;;) {
    const at = await page.evaluate(`performance.getEntriesByName('curve')[0]?.startTime ?? null`);
    if (typeof at === 'number') return at / 1000;
    await sleep(10);
  }
}

/**
 * Turns the wheel 80 times, zooming and panning, sixty times a second.
 *
 * @returns the seconds from a turn to the picture that shows it that 95 % of the turns stay within; NaN when one was lost.
 */
async function usualTurn(page: Page): Promise<number> {
  await page.evaluate(`window.answers = [];
    document.querySelector('.plot').addEventListener('wheel', event => {
      requestAnimationFrame(() => setTimeout(() => answers.push(performance.now() - event.timeStamp)));
    }, { passive: true })`);
  const box = (await page.locator('.u-over').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  for (let i = 0; i < 80; i++) {
    if (i < 40) await page.mouse.wheel(0, i < 25 ? -100 : 100);
    else await page.mouse.wheel(i < 60 ? 60 : -60, 0);
    await sleep(16);
  }
  await sleep(500);
  const answers = ((await page.evaluate('answers')) as number[]).toSorted((a, b) => a - b);
  return answers.length === 80 ? answers[75]! / 1000 : Number.NaN;
}

/** The most memory that a process has held; NaN where the system doesn't say. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}
