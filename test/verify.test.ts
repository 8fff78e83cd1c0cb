import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '@framesieve/exporter';
import { sharedClip } from '@framesieve/testkit/clips';
import { type ExportOptions, exportPicks, sieve } from 'framesieve';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommandResult, runCommand } from './lib/command.ts';
import { expectValid } from './lib/documents.ts';

let origin: string;
let folder: string;
/** The folder of stills, and its manifest. */
let stills: string;

beforeAll(async () => {
  origin = mkdtempSync(join(tmpdir(), 'framesieve verified '));
  copyFileSync((await sharedClip('mp4', { frames: 12 })).file, join(origin, 'clip.mp4'));
  const select = { top: 3, coverage: 0, minGapSeconds: 0, duplicates: false } as const;
  const { videos } = await sieve({ inputs: ['clip.mp4'], cwd: origin, config: { select } });
  expect(videos[0]).toMatchObject({ status: 'ok', warnings: [] });
});
afterAll(() => rmSync(origin, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve verify '));
  cpSync(origin, folder, { recursive: true });
  const out = join(folder, 'framesieve-out');
  stills = join(out, readdirSync(out).find(name => name.startsWith('clip-'))!);
  editManifest(manifest => {
    manifest.source.path = join(folder, 'clip.mp4');
  });
  return () => rmSync(folder, { recursive: true, force: true });
});

type Still = Manifest['stills'][number];

const manifestFile = () => join(stills, 'manifest.json');
const readManifest = (): Manifest => JSON.parse(readFileSync(manifestFile(), 'utf8'));
const fileOf = (still: Still) => join(stills, still.file);

function editManifest(edit: (manifest: Manifest) => void): void {
  const manifest = readManifest();
  edit(manifest);
  writeFileSync(manifestFile(), JSON.stringify(manifest));
}

/** What `verify` says of the stills, whose exit code is 3 unless all are what they should be. */
async function verify(args: readonly string[] = []) {
  const result = await runCommand(['verify', stills, '--json', ...args], { cwd: folder });
  const document = JSON.parse(result.stdout);
  expectValid('verify', document);
  const reports: readonly { status: string; checks: Checks; problem: string | null }[] = document.stills;
  expect(result.exitCode, result.stderr).toBe(reports.every(({ status }) => status === 'ok') ? 0 : 3);
  return { document, reports, warnings: document.warnings as readonly string[] };
}

type Checks = Readonly<Record<'file' | 'database' | 'source' | 'pixels', string>>;
const allOk: Checks = { file: 'ok', database: 'ok', source: 'ok', pixels: 'ok' };

describe('stills that are what they should be', () => {
  it('are verified in each format and size, whichever export into the folder they are of', async () => {
    const formats: readonly ExportOptions['config'][] = [
      { export: { format: 'jpg', quality: 60 } },
      { export: { format: 'webp', maxSize: 64 } },
      { export: { format: 'avif', metadata: false } },
    ];
    for (const config of formats) {
      const { videos } = await exportPicks({ inputs: ['clip.mp4'], cwd: folder, config: config! });
      expect(videos[0]).toMatchObject({ status: 'ok' });
    }
    const before = contentsOf(folder);
    const { document, reports, warnings } = await verify();
    expect(reports).toHaveLength(12);
    for (const report of reports)
      expect(report).toMatchObject({ status: 'ok', checks: allOk, problem: null });
    expect(warnings).toEqual([]);
    expect(document).toMatchObject({
      manifest: manifestFile(),
      database: join(folder, 'framesieve-out', 'framesieve.sqlite'),
    });
    expect(contentsOf(folder)).toEqual(before);
  });

  it('are verified in one line', async () => {
    const { exitCode, stdout } = await runCommand(['verify', manifestFile()], { cwd: folder });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: '3 of 3 stills verified: file, database, source, pixels\n',
    });
  });

  it('are verified by themselves where there is neither video nor database', async () => {
    rmSync(join(folder, 'clip.mp4'));
    rmSync(join(folder, 'framesieve-out', 'framesieve.sqlite'));
    const untouched = { database: 'not-checked', source: 'not-checked', pixels: 'not-checked' };
    const only = await verify(['--stills-only']);
    expect(only.warnings).toEqual([]);
    for (const { checks } of only.reports) expect(checks).toEqual({ file: 'ok', ...untouched });
    const { reports, warnings } = await verify();
    for (const { checks } of reports) expect(checks).toEqual({ file: 'ok', ...untouched });
    expect(warnings).toEqual([
      expect.stringContaining('database; there is no database'),
      expect.stringContaining('name it with --source'),
    ]);
  });

  it('are verified against a video that was moved, where it is named', async () => {
    const moved = join(folder, 'moved.mp4');
    renameSync(join(folder, 'clip.mp4'), moved);
    const { reports } = await verify(['--source', moved]);
    for (const { checks } of reports) expect(checks).toEqual(allOk);
    const first = await runCommand(['verify', '--source', moved, stills], { cwd: folder });
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('3 of 3 stills') });
  });

  it('need not all be of the video that is named', async () => {
    const moved = join(folder, 'moved.mp4');
    renameSync(join(folder, 'clip.mp4'), moved);
    editManifest(manifest => {
      const { version, complete, stills, failed, earlier, ...latest } = manifest;
      const source = { ...latest.source, path: join(folder, 'gone.mp4'), sha256: 'other' };
      earlier.push({ ...latest, export: latest.export + 1, source });
      stills[2]!.export = latest.export + 1;
    });
    const { reports } = await verify(['--source', moved]);
    const other = { file: 'ok', database: 'not-checked', source: 'not-checked', pixels: 'not-checked' };
    expect(reports.map(({ checks }) => checks)).toEqual([allOk, allOk, other]);
    writeFileSync(moved, 'one byte more', { flag: 'a' });
    const stranger = await verify(['--source', moved]);
    expect(stranger.reports.map(({ checks }) => checks.source)).toEqual(['failed', 'failed', 'failed']);
  });

  it('need not be in a database that is there by chance', async () => {
    const elsewhere = await emptyDatabase();
    cpSync(elsewhere, join(folder, 'framesieve-out', 'framesieve.sqlite'));
    const { reports } = await verify();
    for (const { checks } of reports) expect(checks).toEqual({ ...allOk, database: 'not-checked' });
    const named = await verify(['--db', elsewhere]);
    for (const { checks } of named.reports) expect(checks).toEqual({ ...allOk, database: 'failed' });
    expect(named.reports[0]!.problem).toContain('has no scores of clip.mp4');
  });
});

describe('stills that are not what they should be', () => {
  it('are found when one byte was changed', async () => {
    const [still] = readManifest().stills;
    const bytes = readFileSync(fileOf(still!));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(fileOf(still!), bytes);
    const { reports } = await verify();
    expect(reports.map(({ status }) => status)).toEqual(['failed', 'ok', 'ok']);
    expect(reports[0]!.checks).toEqual({ ...allOk, file: 'failed', pixels: 'failed' });
    const { stdout } = await runCommand(['verify', stills], { cwd: folder });
    expect(stdout).toMatch(
      /^clip_\S+\.png: it was changed .*\n2 of 3 stills verified: file, database, source, pixels\n$/,
    );
  });

  it('are found when two were swapped, also where the manifest was made to agree', async () => {
    const [first, second] = readManifest().stills;
    renameSync(fileOf(first!), `${fileOf(first!)}.kept`);
    renameSync(fileOf(second!), fileOf(first!));
    renameSync(`${fileOf(first!)}.kept`, fileOf(second!));
    const swapped = await verify();
    const wrong = { ...allOk, file: 'failed', pixels: 'failed' };
    expect(swapped.reports.map(({ checks }) => checks)).toEqual([wrong, wrong, allOk]);
    editManifest(({ stills: [a, b] }) => {
      [a!.sha256, b!.sha256] = [b!.sha256, a!.sha256];
      [a!.sizeBytes, b!.sizeBytes] = [b!.sizeBytes, a!.sizeBytes];
    });
    const { reports } = await verify();
    expect(reports.map(({ checks }) => checks.pixels)).toEqual(['failed', 'failed', 'ok']);
    expect(reports[0]!.problem).toContain(`its pixels are not those of frame ${first!.frame}`);
  });

  it('are found when they are gone', async () => {
    rmSync(fileOf(readManifest().stills[1]!));
    const { reports } = await verify();
    expect(reports.map(({ problem }) => problem)).toEqual([null, 'it is missing.', null]);
  });

  it('are found when their video was replaced by another', async () => {
    writeFileSync(join(folder, 'clip.mp4'), 'one byte more', { flag: 'a' });
    const { reports } = await verify();
    for (const { checks, problem } of reports) {
      expect(checks).toEqual({ ...allOk, source: 'failed', pixels: 'not-checked' });
      expect(problem).toContain('is not the video that it was made from');
    }
  });

  it('are found when the manifest names another frame, or another score', async () => {
    const taken = readManifest().stills.map(still => still.frame);
    editManifest(({ stills: [first, second] }) => {
      first!.frame = [0, 1, 2, 3].find(frame => !taken.includes(frame))!;
      const [metric] = Object.keys(second!.scores);
      second!.scores[metric!]! += 1;
    });
    const { reports } = await verify();
    expect(reports.map(({ checks }) => checks)).toEqual([
      { file: 'ok', database: 'failed', source: 'failed', pixels: 'not-checked' },
      { ...allOk, database: 'failed' },
      allOk,
    ]);
    expect(reports[1]!.problem).toMatch(
      /^in the database, its score of niqe\/framesieve is \S+ instead of \S+\.$/,
    );
  });

  it('are found by the video alone when the manifest states another fingerprint', async () => {
    rmSync(join(folder, 'framesieve-out', 'framesieve.sqlite'));
    editManifest(manifest => {
      manifest.stills[0]!.fingerprint = '0123456789abcdef';
    });
    const { reports } = await verify();
    expect(reports.map(({ checks }) => checks.source)).toEqual(['failed', 'ok', 'ok']);
    expect(reports[0]!.problem).toContain('its fingerprint is');
  });
});

describe('what can not be verified at all', () => {
  it.each([
    ['a manifest that is not there', null, 'input-missing', 'There is no manifest'],
    ['text', 'not JSON', 'input-unreadable', 'is not a manifest'],
    [
      'JSON of another program',
      '{ "version": 3, "name": "lockfile" }',
      'input-unreadable',
      'is not a manifest',
    ],
    ['a later manifest', '{ "version": 2, "stills": [] }', 'input-unreadable', 'is of version 2'],
  ])('is %s', async (_, content, code, message) => {
    if (content === null) rmSync(manifestFile());
    else writeFileSync(manifestFile(), content);
    const result = await runCommand(['verify', stills, '--json'], { cwd: folder });
    expectFailure(result, code, message);
  });

  it('is a manifest without stills, and a source that is not there', async () => {
    expectFailure(
      await runCommand(['verify', stills, '--json', '--source', 'nowhere.mp4'], { cwd: folder }),
      'input-missing',
      'nowhere.mp4',
    );
    editManifest(manifest => {
      manifest.stills = [];
    });
    const result = await runCommand(['verify', stills, '--json'], { cwd: folder });
    expectFailure(result, 'input-empty', 'lists no stills');
  });

  it('is nothing: wrong usage', async () => {
    const { exitCode, stderr } = await runCommand(['verify'], { cwd: folder });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('manifest') });
  });
});

function expectFailure({ exitCode, stdout }: CommandResult, code: string, message: string): void {
  const document = JSON.parse(stdout);
  expectValid('verify', document);
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({
    manifest: null,
    stills: [],
    error: { code, message: expect.stringContaining(message) },
  });
}

/** A database that holds nothing, in a folder of its own. */
async function emptyDatabase(): Promise<string> {
  const { openStore } = await import('@framesieve/store');
  mkdirSync(join(folder, 'elsewhere'));
  const file = join(folder, 'elsewhere', 'empty.sqlite');
  await (await openStore(file))[Symbol.asyncDispose]();
  return file;
}

/** All files below a folder, with what is in them. */
function contentsOf(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, readFileSync(path, 'base64')];
    }),
  );
}
