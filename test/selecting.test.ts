import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, startCommand } from './lib/command.ts';
import { expectValid, runForDocument } from './lib/documents.ts';
import { type ScoredDemo, scoredDemo } from './lib/scored-demo.ts';

const metrics = ['niqe/framesieve', 'brisque/opencv'] as const;

let demo: ScoredDemo;

beforeAll(async () => {
  demo = await scoredDemo();
});

afterAll(() => demo[Symbol.dispose]());

describe('a dry run', () => {
  it('shows the picks with their reasons and files on the score curve, and leaves no trace', async () => {
    const before = demo.traces();
    const { picks, tiers, relaxed, rejected } = await demo.pick({ coverage: 4 });
    const { stdout, exitCode } = await demo.run('select', 'demo.mp4', '--dry-run', '--coverage', '4');
    expect(exitCode).toBe(0);
    expect(demo.traces()).toEqual(before);
    expect(picks!.length).toBeGreaterThan(3);
    expect(tiers!.top + tiers!.coverage + tiers!.backfill).toBe(picks!.length);
    expect(relaxed).toEqual([]);
    expect(rejected!.black).toBeGreaterThan(0);
    const lines = stdout.split('\n');
    for (const { rank, frame, file, reason, sha256, scores } of picks!) {
      expect(sha256).toBeNull();
      const name = file!.split(/[/\\]/).at(-1)!;
      const row = lines.findIndex(line => line.includes(name));
      expect(lines[row]).toContain(scores['niqe/framesieve']!.toFixed(2));
      expect(lines[row]!.trim().split(/\s+/).slice(0, 2)).toEqual([String(rank), String(frame)]);
      expect(lines[row + 1]).toContain(reason);
    }
    expect(stdout).toContain(`${picks!.length} picked (`);
    expect(stdout).toMatch(/Rejected: .*\d+ black/);
    expect(stdout).toContain('niqe/framesieve, lower is better: best');
    expect(
      Math.max(...lines.filter(line => /[█▁▂▃▄▅▆▇]/.test(line)).map(line => line.length)),
    ).toBeLessThanOrEqual(80);
  });

  it('says that names lack what is read from the video only when it is exported', async () => {
    const { stdout } = await demo.run(
      'select',
      'demo.mp4',
      '--dry-run',
      '--template',
      '{date}_{frame}.{ext}',
    );
    expect(stdout).toContain('Warning: When the video was recorded is read when it is exported');
    expect(stdout).toMatch(/ na_\d{6}\.png\n/);
  });

  it('shows the picks also where no export could be written', async () => {
    const db = join(demo.folder, 'framesieve-out', 'framesieve.sqlite');
    const { stdout, exitCode } = await demo.run(
      ...['select', 'demo.mp4', '--dry-run', '--top', '2', '--coverage', '0'],
      ...['--out', 'demo.mp4', '--db', db],
    );
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/Warning: An export would fail: Stills can't be written to the folder/);
    expect(stdout).toContain('2 picked (2 top)');
    expect(stdout).not.toContain('Stills would be written');
  });

  it('says what was relaxed to find enough frames', async () => {
    const { relaxed, tiers } = await demo.pick({ top: 12, coverage: 0, minGapSeconds: 3 });
    expect(relaxed!.length).toBeGreaterThan(0);
    expect(tiers!.backfill).toBeGreaterThan(0);
    const flags = ['--top', '12', '--coverage', '0', '--min-gap', '3'];
    const { stdout } = await demo.run('select', 'demo.mp4', '--dry-run', ...flags);
    expect(stdout).toContain(`Relaxed to find enough: ${relaxed!.join(', ')}`);
  });
});

describe('several metrics', () => {
  const frames = async (metric: string | string[], weights: Record<string, number> = {}) =>
    (await demo.pick({ top: 8, coverage: 0, weights }, metric)).picks!.map(({ frame }) => frame);

  it('rank together, by their weights', async () => {
    const [niqe, brisque] = [await frames('niqe'), await frames('brisque')];
    const both = ['niqe', 'brisque'];
    expect(niqe).not.toEqual(brisque);
    expect(await frames(both, { brisque: 0 })).toEqual(niqe);
    expect(await frames(both, { 'niqe/framesieve': 0 })).toEqual(brisque);
    expect(await frames(both, { niqe: 3, brisque: 3 })).toEqual(await frames(both));
    expect(await frames(both, { niqe: 50, brisque: 1 })).not.toEqual(brisque);
  });

  it('are all in the document, and their weights can be flags', async () => {
    const flags = ['--metric', 'niqe,brisque', '--weights', 'niqe=2,brisque=1', '--dry-run'];
    const { videos } = await runForDocument(['select', 'demo.mp4', ...flags], demo.folder);
    expect(videos[0]!.picks!.map(({ frame }) => frame)).toEqual(
      (await demo.pick({ weights: { niqe: 2 } }, ['niqe', 'brisque'])).picks!.map(({ frame }) => frame),
    );
    for (const { scores } of videos[0]!.picks!) expect(Object.keys(scores)).toEqual(metrics);
  });

  it.each([
    [['--metric', 'niqe,brisque', '--weights', 'niqe=1,beauty=2'], /"beauty", but there is no such metric/],
    [['--metric', 'niqe', '--weights', 'brisque=2'], /names brisque\/opencv, but frames are ranked by niqe/],
    [['--metric', 'niqe,brisque', '--weights', 'niqe=0,brisque=0'], /leaves nothing to rank by/],
    [['--metric', 'niqe,brisque', '--weights', 'niqe=1,niqe/framesieve=2'], /two weights for niqe/],
    [['--weights', 'niqe'], /--weights: expected metrics with numbers/],
    [['--coverage', '2/day'], /--coverage: expected a whole number, "auto", or a rate/],
  ])('refuse %j as wrong usage', async (args, message) => {
    const { exitCode, stderr } = await demo.run('select', 'demo.mp4', ...args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });

  it('are refused before anything is decoded when no sense can be made of their weights', async () => {
    const { exitCode, stderr } = await demo.run(
      'run',
      'demo.mp4',
      '--db',
      ':memory:',
      '--weights',
      'brisque=2',
    );
    expect(stderr).toContain('but frames are ranked by niqe/framesieve');
    expect(exitCode).toBe(2);
  });
});

describe('coverage', () => {
  it.each([
    ['auto', 'time'],
    ['30/min', 'time'],
    ['1/shot', 'shot'],
  ])('of %s picks by %s', async (coverage, by) => {
    const { picks } = await demo.pick({ top: 0, coverage });
    expect(picks!.length).toBeGreaterThan(0);
    for (const { tier, reason } of picks!) {
      expect(tier).toBe('coverage');
      expect(reason).toMatch(by === 'time' ? /stretch \d+ of \d+/ : /shot \d+ of \d+/);
    }
  });

  it('leaves rules out that are switched off', async () => {
    const { rejected } = await demo.pick({ black: false, flat: false });
    expect(rejected).not.toHaveProperty('black');
    expect(rejected).not.toHaveProperty('flat');
  });
});

describe('scores', () => {
  it('has one row for each frame and metric, with the facts', async () => {
    const { stdout } = await demo.run('scores', 'demo.mp4');
    const [header, ...rows] = stdout.trimEnd().split('\n');
    const columns = header!.split(',');
    expect(columns).toEqual(
      expect.arrayContaining(['sharpness', 'noise', 'blockiness', 'shadows', 'highlights', 'dominance']),
    );
    expect(rows).toHaveLength(2 * demo.truth.frames);
    for (const row of rows) expect(row.split(',')).toHaveLength(columns.length);
    const lines = (await demo.run('scores', 'demo.mp4', '--format', 'jsonl')).stdout.trimEnd().split('\n');
    const values = lines.map(line => JSON.parse(line));
    expect(values.map(({ frame }) => frame)).toEqual(rows.map(row => Number(row.split(',')[1])));
    expect(Object.keys(values[0])).toEqual(columns);
    expect(values[0].sharpness).toEqual(expect.any(Number));
    const { stdout: json } = await demo.run('scores', 'demo.mp4', '--json');
    const document = JSON.parse(json);
    expectValid('scores', document);
    expect(document.runs.map((listed: { scores: unknown[] }) => listed.scores.length)).toEqual([
      demo.truth.frames,
      demo.truth.frames,
    ]);
  });

  it.each(['csv', 'jsonl', 'json'])('ends quietly when nobody reads on (%s)', async format => {
    const child = startCommand(['scores', 'demo.mp4', '--format', format], { cwd: demo.folder });
    const ended = finished(child);
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    const { exitCode, stderr } = await ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
