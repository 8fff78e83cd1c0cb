import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sharedClip } from '@framesieve/testkit/clips';
import { exportPicks, sieve } from 'framesieve';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from './lib/command.ts';

let folder: string;
let clip: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve report '));
  clip = (await sharedClip('mp4', { frames: 12 })).file;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const select = { top: 2, coverage: 0, minGapSeconds: 0, duplicates: false as const };

/** Runs everything with a report and a contact sheet, into a folder of its own. */
async function run(out: string, output: object = {}) {
  const { videos } = await sieve({
    inputs: [clip],
    cwd: folder,
    config: { select, export: { out, report: true, contactSheet: true, format: 'jpg', ...output } },
  });
  return videos[0]!;
}

it('are written beside the stills, and named in the document', async () => {
  const video = await run('beside');
  expect(video).toMatchObject({ status: 'ok', warnings: [] });
  const stills = join(folder, video.picks![0]!.file!, '..');
  expect(video.report).toBe(join('beside', basename(stills), 'report.html'));
  expect(video.contactSheet).toBe(join('beside', basename(stills), 'contact-sheet.jpg'));
  const page = readFileSync(join(folder, video.report!), 'utf8');
  for (const { file } of video.picks!) expect(page).toContain(`href="./${basename(file!)}"`);
  expect(page.match(/<img src="data:image\/webp;base64,/g)).toHaveLength(2);
  const { format, xmp } = await sharp(join(folder, video.contactSheet!)).metadata();
  expect(format).toBe('jpeg');
  expect(xmp!.toString()).toContain(`dc:source="${basename(clip)}"`);
  expect(readdirSync(stills).filter(name => name.startsWith('.'))).toEqual([]);
});

it('are replaced by the next export, without --overwrite', async () => {
  const first = await run('again');
  const page = () => readFileSync(join(folder, first.report!), 'utf8');
  expect(page()).toContain('<strong>2 stills</strong>');
  const { videos } = await exportPicks({
    inputs: [clip],
    cwd: folder,
    frames: [5],
    config: { export: { out: 'again', report: true, contactSheet: true, format: 'jpg' } },
  });
  expect(videos[0]).toMatchObject({ status: 'ok', report: first.report, contactSheet: first.contactSheet });
  expect(page()).toContain('<strong>1 still</strong>');
  expect(page()).toContain('Asked for by its number.');
});

it('leave files of others alone: the stills are there, and the video is partly done', async () => {
  const { report, contactSheet } = await run('foreign');
  writeFileSync(join(folder, report!), 'mine');
  writeFileSync(join(folder, contactSheet!), 'mine too');
  const video = await run('foreign', { format: 'png' });
  expect(video.status).toBe('partial');
  expect(video.error).toBeNull();
  expect(video.warnings).toEqual([
    expect.stringMatching(/^There is no contact sheet: contact-sheet\.jpg was not written: another file/),
    expect.stringMatching(/^There is no report: report\.html was not written: another file/),
  ]);
  for (const pick of video.picks!) expect(pick.sha256).not.toBeNull();
  expect(readFileSync(join(folder, report!), 'utf8')).toBe('mine');
  expect(readFileSync(join(folder, contactSheet!), 'utf8')).toBe('mine too');
  const overwriting = await run('foreign', { format: 'png', overwrite: true });
  expect(overwriting.status).toBe('ok');
  expect(readFileSync(join(folder, report!), 'utf8')).toContain('<!DOCTYPE html>');
});

it('tell why where nothing was picked, and there is nothing to show', async () => {
  const { videos } = await sieve({
    inputs: [clip],
    cwd: folder,
    config: {
      select: { ...select, top: 0 },
      export: { out: 'nothing', report: true, contactSheet: true },
    },
  });
  expect(videos[0]).toMatchObject({ picks: [], contactSheet: null });
  expect(readFileSync(join(folder, videos[0]!.report!), 'utf8')).toContain('No frame was picked.');
});

it('are refused to a still, before anything is written', async () => {
  const video = await run('taken', { template: 'contact-sheet.{ext}', format: 'jpg' });
  expect(video).toMatchObject({ error: { code: 'usage' } });
  expect(readdirSync(join(folder, 'taken')).filter(name => !name.startsWith('framesieve.sqlite'))).toEqual(
    [],
  );
});

it('are asked for by flags, and named in the summary', async () => {
  const args = [
    'run',
    clip,
    '--out',
    'flags',
    '--top',
    '1',
    '--coverage',
    '0',
    '--report',
    '--contact-sheet',
  ];
  const { exitCode, stdout } = await runCommand(args, { cwd: folder });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /\n {2}Report: flags\/.*report\.html\n {2}Contact sheet: flags\/.*contact-sheet\.jpg\n/,
  );
});
