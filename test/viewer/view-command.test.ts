import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@framesieve/store';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, runCommand, startCommand } from '../lib/command.ts';
import { expectValid } from '../lib/documents.ts';
import { startViewing } from '../lib/viewing.ts';

let folder: string;
const database = join('framesieve-out', 'framesieve.sqlite');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve view '));
  for (const [name, frames] of [
    ['one.mp4', 12],
    ['two.mp4', 14],
  ] as const)
    copyFileSync((await sharedClip('mp4', { frames })).file, join(folder, name));
  const scored = await runCommand(['score', 'one.mp4', 'two.mp4', '--metric', 'brisque'], { cwd: folder });
  expect(scored.exitCode, scored.stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function library(url: string) {
  const answer = await fetch(new URL('api/library', url));
  return (await answer.json()) as {
    database: string;
    readOnly: boolean;
    start: number | null;
    videos: { name: string; isFound: boolean; decodes: { decodeId: number; frameCount: number }[] }[];
  };
}

describe('framesieve view', () => {
  it.each([
    ['a video', ['two.mp4'], 'two.mp4'],
    ['a database of several videos', [database], null],
    ['the usual database', [], null],
  ])('begins with %s', async (_, args, name) => {
    await using viewing = await startViewing(args, folder);
    const { videos, start, ...rest } = await library(viewing.url);
    expect(rest).toMatchObject({ database: 'framesieve.sqlite', readOnly: false });
    expect(videos.map(video => video.name).sort()).toEqual(['one.mp4', 'two.mp4']);
    expect(videos.every(video => video.isFound)).toBe(true);
    const started = videos.find(video => video.decodes.some(({ decodeId }) => decodeId === start));
    expect(started?.name ?? null).toBe(name);
  });

  it('finds a video that was renamed by its content, and shows its frames', async () => {
    const [one, renamed] = ['one.mp4', 'renamed.mp4'].map(name => join(folder, name));
    renameSync(one!, renamed!);
    try {
      await using viewing = await startViewing(['renamed.mp4', '--read-only'], folder);
      const { start, readOnly, videos } = await library(viewing.url);
      expect(readOnly).toBe(true);
      expect(videos.find(({ name }) => name === 'renamed.mp4')).toMatchObject({ isFound: true });
      const picture = await fetch(new URL(`api/decodes/${start}/frames/3/picture?size=thumb`, viewing.url));
      expect([picture.status, picture.headers.get('x-frame-verified')]).toEqual([200, 'exact']);
    } finally {
      renameSync(renamed!, one!);
    }
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends well on %s, with nothing left running', async signal => {
    const child = startCommand(['view', '--no-open', '--json', database], { cwd: folder });
    const ended = finished(child);
    const text = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout!.on('data', chunk => {
        said += chunk;
        if (said.includes('\n')) resolve(said);
      });
      void ended.then(({ stderr }) => reject(new Error(stderr)));
    });
    const document = JSON.parse(text);
    expectValid('view', document);
    expect(document).toMatchObject({ command: 'view', error: null, warnings: [] });
    const { videos } = await library(document.url);
    const { decodeId } = videos[0]!.decodes[0]!;
    // A page that listens, a process that selects, and a video that is open.
    const listening = await fetch(new URL('api/events', document.url));
    await fetch(new URL(`api/decodes/${decodeId}/selection`, document.url));
    await fetch(new URL(`api/decodes/${decodeId}/frames/3/picture?size=large`, document.url));
    child.kill(signal);
    const { exitCode, stdout } = await ended;
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(document);
    await expect(fetch(document.url)).rejects.toThrow();
    await listening.body?.cancel().catch(() => {});
  });

  it('warns where others can reach it, and answers by that address only', async () => {
    const child = startCommand(['view', '--no-open', '--json', '--host', '0.0.0.0'], { cwd: folder });
    const ended = finished(child);
    const text = await new Promise<string>(resolve =>
      child.stdout!.once('data', chunk => resolve(String(chunk))),
    );
    const { url, warnings } = JSON.parse(text);
    expect(warnings).toEqual([expect.stringContaining('0.0.0.0')]);
    expect((await fetch(url)).status).toBe(200);
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(0);
  });

  it.each([
    ['a video without scores', ['new.mp4'], 1, 'nothing-stored'],
    ['no such file', ['missing.mp4'], 1, 'input-missing'],
    ['an empty database', ['empty.sqlite'], 1, 'nothing-stored'],
    ['no database', ['--db', 'none.sqlite'], 1, 'nothing-stored'],
    ['a port that is none', ['--port', '70000'], 2, 'usage'],
    ['an address of another machine', ['--host', '192.0.2.1'], 2, 'usage'],
  ])('says what is wrong: %s', async (_, args, exitCode, code) => {
    copyFileSync((await sharedClip('mp4', { frames: 5 })).file, join(folder, 'new.mp4'));
    if (args[0] === 'empty.sqlite')
      await (await openStore(join(folder, 'empty.sqlite')))[Symbol.asyncDispose]();
    const result = await runCommand(['view', '--no-open', '--json', ...args], { cwd: folder });
    expect(result.exitCode, result.stderr).toBe(exitCode);
    const document = JSON.parse(result.stdout);
    expectValid('view', document);
    expect(document).toMatchObject({ url: null, error: { code, hint: expect.any(String) } });
  });
});
