import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClipTruth, readFrameNumber, sharedClip } from '@framesieve/testkit/clips';
import { type SieveEvent, sieve } from 'framesieve';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from './lib/backends.ts';
import { runCommand } from './lib/command.ts';
import { expectValid, runForDocument } from './lib/documents.ts';
import { storedFrames } from './lib/stored-frames.ts';

const frames = 90;

let folder: string;
let truth: ClipTruth;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve pipeline '));
  const clip = await sharedClip('mp4', { frames, width: 320, height: 240, bFrames: 2 });
  copyFileSync(clip.file, join(folder, 'clip.mp4'));
  truth = clip.truth;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(backends)('%s', (decoder, available, title) => {
  it.skipIf(!available)(`sieves a clip end to end (${title})`, async () => {
    const out = `out-${decoder}`;
    const { videos } = await runForDocument(
      ['run', 'clip.mp4', '--decoder', decoder, '--out', out, '--top', '3'],
      folder,
    );
    const [video] = videos;
    const metric = video!.metrics[0]!;
    expect(video).toMatchObject({ status: 'ok', frames, width: 320, height: 240, decoder, warnings: [] });
    expect(metric).toMatchObject({ scored: frames, reused: 0, direction: 'lower' });
    const rows = storedFrames(join(folder, video!.db!), metric.runId);
    expect(rows.map(row => row.ordinal)).toEqual(Array.from({ length: frames }, (_, ordinal) => ordinal));
    expect(rows.map(row => row.pts_ticks)).toEqual(truth.ptsTicks);
    expect(video!.picks!.length).toBeGreaterThanOrEqual(3);
    for (const pick of video!.picks!) {
      expect(pick.verified).toBe('exact');
      expect(pick.ptsTicks).toBe(truth.ptsTicks![pick.frame]);
      expect(await numberInStill(join(folder, pick.file!))).toBe(pick.frame);
    }
    const stills = readdirSync(join(folder, video!.picks![0]!.file!, '..'));
    const manifest = JSON.parse(
      readFileSync(join(folder, video!.picks![0]!.file!, '..', 'manifest.json'), 'utf8'),
    );
    expect(stills.filter(name => name.endsWith('.png'))).toHaveLength(video!.picks!.length);
    for (const still of manifest.stills)
      expect(still.fingerprint).toBe(rows[still.frame]!.fingerprint.toLowerCase());
  });
});

async function numberInStill(file: string): Promise<number | null> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const green = Uint8Array.from({ length: info.width * info.height }, (_, i) => data[i * info.channels + 1]!);
  // The blocks are drawn in limited range; in RGB they are black and white.
  return readFrameNumber({
    samples: green.map(sample => 16 + (sample * 219) / 255),
    width: info.width,
    height: info.height,
  });
}

describe('what was done before', () => {
  const out = 'out-again';

  it('is not done again', async () => {
    const first = await runForDocument(['run', 'clip.mp4', '--out', out, '--top', '2'], folder);
    const second = await runForDocument(['run', 'clip.mp4', '--out', out, '--top', '2'], folder);
    expect(second.videos[0]!.metrics[0]).toMatchObject({ scored: 0, reused: frames });
    expect(second.videos[0]!.picks).toEqual(first.videos[0]!.picks);
    expect(second.videos[0]!.fps).toBeNull();
  });

  it('is found under another name, and picked from without decoding', async () => {
    copyFileSync(join(folder, 'clip.mp4'), join(folder, 'renamed.mp4'));
    const dry = await runForDocument(
      ['select', 'renamed.mp4', '--out', out, '--top', '1', '--coverage', '0', '--dry-run'],
      folder,
    );
    expect(dry.videos[0]!.picks).toHaveLength(1);
    expect(dry.videos[0]!.picks![0]).toMatchObject({ rank: 1, tier: 'top', sha256: null });
    const exported = await runForDocument(['export', 'renamed.mp4', '--out', out], folder);
    expect(exported.videos[0]!.picks!.length).toBeGreaterThan(1);
  });

  it('is exported by number', async () => {
    const { videos } = await runForDocument(
      ['export', 'clip.mp4', '--out', out, '--frames', '7,3', '--format', 'jpg'],
      folder,
    );
    expect(videos[0]!.picks!.map(({ frame, rank, tier }) => [frame, rank, tier])).toEqual([
      [7, 1, 'requested'],
      [3, 2, 'requested'],
    ]);
    for (const pick of videos[0]!.picks!) expect(existsSync(join(folder, pick.file!))).toBe(true);
    const unknown = await runForDocument(
      ['export', 'clip.mp4', '--out', out, '--frames', '7,900'],
      folder,
      1,
    );
    expect(unknown.videos[0]!.error).toMatchObject({ code: 'nothing-stored' });
    expect(unknown.videos[0]!.error!.message).toContain('900');
  });

  it('is exported by number, whatever the settings sample now', async () => {
    writeFileSync(join(folder, 'sparse.json'), JSON.stringify({ sample: { every: 10 } }));
    const args = [
      'export',
      'clip.mp4',
      '--out',
      out,
      '--frames',
      '7',
      '--overwrite',
      '--config',
      'sparse.json',
    ];
    const { videos } = await runForDocument(args, folder);
    const [pick] = videos[0]!.picks!;
    expect(pick).toMatchObject({ frame: 7, ptsTicks: truth.ptsTicks![7], verified: 'exact' });
    expect(pick!.scores['niqe/framesieve']).toEqual(expect.any(Number));
  });

  it('is listed as csv, jsonl and json', async () => {
    const print = async (format: string) =>
      (await runCommand(['scores', 'clip.mp4', '--out', out, '--format', format], { cwd: folder })).stdout;
    const [header, ...rows] = (await print('csv')).trimEnd().split('\n');
    expect(header).toMatch(/^metric,frame,pts_ticks,pts_source,time_seconds,score,reason,/);
    expect(rows).toHaveLength(frames);
    const lines = (await print('jsonl'))
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(line => line.pts_ticks)).toEqual(truth.ptsTicks);
    const listed = JSON.parse(await print('json'));
    expectValid('scores', listed);
    expect(listed.runs[0].scores.map((score: { score: number }) => score.score)).toEqual(
      lines.map(line => line.score),
    );
  });

  it('is done again when asked for, and kept', async () => {
    const { videos } = await runForDocument(
      ['score', 'clip.mp4', '--out', out, '--no-resume', '--every', '10'],
      folder,
    );
    expect(videos[0]!.metrics[0]).toMatchObject({ scored: 9, reused: 0 });
    expect(videos[0]!.metrics[0]!.scores).toHaveLength(9);
    expect(videos[0]!.metrics[0]!.runId).not.toBe(1);
    expect(storedFrames(join(folder, videos[0]!.db!), 1)).toHaveLength(frames);
  });
});

describe('the function', () => {
  it('does what the command does, and tells of it', async () => {
    const events: SieveEvent[] = [];
    const report = await sieve({
      inputs: ['clip.mp4', 'missing.mp4'],
      config: {
        select: { top: 1, coverage: 0 },
        sample: { every: 10 },
        db: ':memory:',
        export: { out: 'out-function' },
      },
      cwd: folder,
      onEvent: event => events.push(event),
    });
    expectValid('report', report);
    expect(report.videos.map(video => video.status)).toEqual(['ok', 'failed']);
    expect(report.videos[0]!.picks).toHaveLength(1);
    expect(existsSync(join(folder, report.videos[0]!.picks![0]!.file!))).toBe(true);
    const types = events.map(event => event.type);
    expect(types.filter(type => type === 'begin')).toHaveLength(2);
    expect(types.filter(type => type === 'progress')).toHaveLength(9);
    expect(types.indexOf('analyze')).toBeLessThan(types.indexOf('progress'));
    expect(types.indexOf('select')).toBeLessThan(types.indexOf('still'));
  });

  it('throws what concerns the whole call, and the reason of an abort', async () => {
    const options = { inputs: ['clip.mp4'], cwd: folder };
    await expect(sieve({ ...options, config: { metric: 'beauty' } })).rejects.toMatchObject({
      code: 'metric-unknown',
    });
    const reason = new Error('enough');
    await expect(
      sieve({ ...options, config: { db: ':memory:' }, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });
});

it.each([
  ['plugins', ['plugins', 'list']],
  ['doctor', ['doctor']],
  ['probe', ['probe', 'clip.mp4']],
])('the document of %s is what its schema says', async (schema, args) => {
  const { stdout, exitCode } = await runCommand([...args, '--json'], { cwd: folder });
  expect(exitCode).toBe(0);
  expectValid(schema, JSON.parse(stdout));
});

it('writes nowhere but where it was told to, nor tells anyone', async () => {
  const home = mkdtempSync(join(folder, 'home '));
  const env = { HOME: home, USERPROFILE: home, TMPDIR: home, TMP: home, TEMP: home };
  const args = ['score', 'clip.mp4', '--every', '30', '--db', ':memory:', '--quiet'];
  const { exitCode, stdout, stderr } = await runCommand(args, { cwd: folder, env });
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  // ONNX Runtime would keep usage data there, and upload it.
  expect(readdirSync(home)).toEqual([]);
});
