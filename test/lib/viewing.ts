import { once } from 'node:events';
import type { Browser, Page } from 'playwright-core';
import { startCommand } from './command.ts';

/** `framesieve view`, at work. Disposing of it ends it as a person does, by Ctrl-C. */
export interface Viewing extends AsyncDisposable {
  /** The address that it printed. */
  readonly url: string;
  readonly pid: number;
  /** Interrupts it, and returns its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the real command and waits until it says where the page is. */
export async function startViewing(args: readonly string[], cwd: string): Promise<Viewing> {
  const child = startCommand(['view', '--no-open', ...args], { cwd });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const take = (chunk: string) => {
      said += chunk;
      const found = /http:\/\/\S+/.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout!.setEncoding('utf8').on('data', take);
    child.stderr!.setEncoding('utf8').on('data', take);
    void ended.then(([code]) => reject(new Error(`The viewer ended with ${code}: ${said}`)));
  });
  const stop = async () => {
    child.kill('SIGINT');
    return (await ended)[0];
  };
  return {
    url,
    pid: child.pid!,
    stop,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await stop();
    },
  };
}

/** How a page is looked at. */
export interface LookOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Part of the address after `#`. */
  readonly hash?: string;
}

/** An open page, and all that went wrong in it: messages, errors, and what it asked of other servers. */
export interface Look {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Opens a page of the viewer in a browser. */
export async function look(browser: Browser, url: string, options: LookOptions = {}): Promise<Look> {
  const { width = 1280, height = 800, colorScheme = 'light', hash } = options;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  const problems: string[] = [];
  page.on('console', message => problems.push(message.text()));
  page.on(
    'response',
    answer => answer.status() >= 400 && problems.push(`${answer.status()} ${answer.url()}`),
  );
  page.on('pageerror', error => problems.push(error.message));
  page.on('request', request => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) problems.push(request.url());
  });
  await page.goto(hash === undefined ? url : `${url}#${hash}`);
  return { page, problems };
}

/** Waits until the curve and the large picture are there. */
export async function waitForView(page: Page): Promise<void> {
  await page.locator('.picture:not(.old) img').first().waitFor();
  await page.locator('.mark').first().waitFor();
}
