import { once } from 'node:events';
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
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { root } from '@framesieve/scripts/workspace';
import { type ClipTruth, readFrameNumber, sharedClip } from '@framesieve/testkit/clips';
import { sharedClips } from '@framesieve/testkit/shared';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Database from 'better-sqlite3';
import { type SieveEvent, type SieveReport, sieve } from 'framesieve';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, runCommand, startCommand } from './lib/command.ts';

const ffmpeg = await ffmpegDecoder.availability();
const frames = 90;
const backends: readonly (readonly [decoder: string, available: boolean, title: string])[] = [
  ['libav', true, 'libav'],
  ['ffmpeg', ffmpeg.available, ffmpeg.available ? 'ffmpeg' : 'ffmpeg, skipped: there is no ffmpeg command'],
];

let folder: string;
let truth: ClipTruth;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve pipeline '));
  const clip = await sharedClip('mp4', { frames, width: 320, height: 240, bFrames: 2 });
  copyFileSync(clip.file, join(folder, 'clip.mp4'));
  truth = clip.truth;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function document(args: readonly string[], exitCode = 0): Promise<SieveReport> {
  const result = await runCommand([...args, '--json'], { cwd: folder });
  expect(result.exitCode, result.stderr).toBe(exitCode);
  const parsed = JSON.parse(result.stdout);
  expectValid('report', parsed);
  return parsed;
}

/** The document is what the published schema says. */
function expectValid(name: string, value: unknown): void {
  const file = join(root, 'packages', 'cli', 'schema', `${name}.schema.json`);
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(file, 'utf8')));
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
}

const frameQuery = `
  SELECT frame.ordinal, frame.pts_ticks, frame.pts_source, frame.time_seconds, frame.width, frame.height,
    hex(frame.fingerprint) AS fingerprint, score.score, score.reason
  FROM score JOIN run ON run.id = score.run_id JOIN frame ON frame.decode_id = run.decode_id
    AND frame.ordinal = score.ordinal
  WHERE score.run_id = ? ORDER BY frame.ordinal`;

interface StoredFrame {
  readonly ordinal: number;
  readonly pts_ticks: number;
  readonly pts_source: string;
  readonly fingerprint: string;
  readonly score: number | null;
}

/** The rows of a run, by SQL alone. */
function storedFrames(db: string, runId: number): readonly StoredFrame[] {
  const connection = new Database(join(folder, db), { readonly: true });
  try {
    return connection.prepare(frameQuery).all(runId) as StoredFrame[];
  } finally {
    connection.close();
  }
}

describe.each(backends)('%s', (decoder, available, title) => {
  it.skipIf(!available)(`sieves a clip end to end (${title})`, async () => {
    const out = `out-${decoder}`;
    const { videos } = await document(['run', 'clip.mp4', '--decoder', decoder, '--out', out, '--top', '3']);
    const [video] = videos;
    const metric = video!.metrics[0]!;
    expect(video).toMatchObject({ status: 'ok', frames, width: 320, height: 240, decoder, warnings: [] });
    expect(metric).toMatchObject({ scored: frames, reused: 0, direction: 'lower' });
    const rows = storedFrames(video!.db!, metric.runId);
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
    const first = await document(['run', 'clip.mp4', '--out', out, '--top', '2']);
    const second = await document(['run', 'clip.mp4', '--out', out, '--top', '2']);
    expect(second.videos[0]!.metrics[0]).toMatchObject({ scored: 0, reused: frames });
    expect(second.videos[0]!.picks).toEqual(first.videos[0]!.picks);
    expect(second.videos[0]!.fps).toBeNull();
  });

  it('is found under another name, and picked from without decoding', async () => {
    copyFileSync(join(folder, 'clip.mp4'), join(folder, 'renamed.mp4'));
    const dry = await document([
      'select',
      'renamed.mp4',
      '--out',
      out,
      '--top',
      '1',
      '--coverage',
      '0',
      '--dry-run',
    ]);
    expect(dry.videos[0]!.picks).toHaveLength(1);
    expect(dry.videos[0]!.picks![0]).toMatchObject({ rank: 1, tier: 'top', sha256: null });
    const exported = await document(['export', 'renamed.mp4', '--out', out]);
    expect(exported.videos[0]!.picks!.length).toBeGreaterThan(1);
  });

  it('is exported by number', async () => {
    const { videos } = await document([
      'export',
      'clip.mp4',
      '--out',
      out,
      '--frames',
      '7,3',
      '--format',
      'jpg',
    ]);
    expect(videos[0]!.picks!.map(({ frame, rank, tier }) => [frame, rank, tier])).toEqual([
      [7, 1, 'requested'],
      [3, 2, 'requested'],
    ]);
    for (const pick of videos[0]!.picks!) expect(existsSync(join(folder, pick.file!))).toBe(true);
    const unknown = await document(['export', 'clip.mp4', '--out', out, '--frames', '7,900'], 1);
    expect(unknown.videos[0]!.error).toMatchObject({ code: 'nothing-stored' });
    expect(unknown.videos[0]!.error!.message).toContain('900');
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
    const { videos } = await document(['score', 'clip.mp4', '--out', out, '--no-resume', '--every', '10']);
    expect(videos[0]!.metrics[0]).toMatchObject({ scored: 9, reused: 0 });
    expect(videos[0]!.metrics[0]!.scores).toHaveLength(9);
    expect(videos[0]!.metrics[0]!.runId).not.toBe(1);
    expect(storedFrames(videos[0]!.db!, 1)).toHaveLength(frames);
  });
});

describe('a run that is ended', () => {
  const longFrames = 120;
  let whole: readonly StoredFrame[];

  beforeAll(async () => {
    const clip = await sharedClip('mp4', { frames: longFrames, width: 640, height: 480 });
    copyFileSync(clip.file, join(folder, 'long.mp4'));
    const { videos } = await document(['score', 'long.mp4', '--out', 'whole']);
    whole = storedFrames(join('whole', 'framesieve.sqlite'), videos[0]!.metrics[0]!.runId);
  });

  it.each([['SIGKILL'], ['SIGINT']] as const)(
    'by %s goes on, and ends with the rows of one that was not',
    async signal => {
      const db = join(signal, 'framesieve.sqlite');
      const child = startCommand(['score', 'long.mp4', '--out', signal, '--json'], { cwd: folder });
      const ended = finished(child);
      const before = await committedScores(db);
      expect(before).toBeLessThan(longFrames);
      child.kill(signal);
      const { exitCode, stdout } = await ended;
      expect(exitCode).toBe(signal === 'SIGINT' ? 130 : null);
      if (signal === 'SIGINT') {
        const interrupted = JSON.parse(stdout);
        expectValid('report', interrupted);
        expect(interrupted.error).toMatchObject({ code: 'interrupted' });
        expect(interrupted.videos[0]).toMatchObject({ status: 'partial', error: { code: 'interrupted' } });
      }
      const resumed = await document(['score', 'long.mp4', '--out', signal]);
      const metric = resumed.videos[0]!.metrics[0]!;
      expect(metric.reused).toBeGreaterThanOrEqual(before);
      expect(metric.scored).toBe(longFrames - metric.reused);
      const rows = storedFrames(db, metric.runId);
      const withoutScore = (row: StoredFrame) => ({ ...row, score: row.score === null });
      expect(rows.map(withoutScore)).toEqual(whole.map(withoutScore));
      // The last digits of ONNX scores depend on the batch that a frame was in.
      for (const [i, row] of rows.entries())
        expect(Math.abs(row.score! - whole[i]!.score!)).toBeLessThanOrEqual(
          1e-5 * Math.abs(whole[i]!.score!),
        );
    },
  );
});

/** Waits until a batch is committed, and says how many scores there are then. */
async function committedScores(db: string): Promise<number> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    await sleep(10);
    if (!existsSync(join(folder, db))) continue;
    const connection = new Database(join(folder, db), { readonly: true });
    try {
      const { count } = connection.prepare('SELECT count(*) AS count FROM score').get() as { count: number };
      if (count > 0) return count;
    } catch {
      // The tables are just being made.
    } finally {
      connection.close();
    }
  }
  throw new Error('Nothing was committed.');
}

describe('a config file', () => {
  it('is found in a folder above, and its paths are resolved from there', async () => {
    const below = mkdtempSync(join(folder, 'project '));
    writeFileSync(
      join(below, 'framesieve.config.yaml'),
      'export: { out: ./mine }\nselect: { top: 1, coverage: 0 }\nsample: { every: 30 }\n',
    );
    const { stdout, exitCode } = await runCommand(['run', '../clip.mp4', '--json'], { cwd: below });
    expect(exitCode).toBe(0);
    const [video] = JSON.parse(stdout).videos;
    expect(video.metrics[0].scored).toBe(3);
    expect(video.picks).toHaveLength(1);
    expect(video.picks[0].file.startsWith(join('mine', 'clip-'))).toBe(true);
  });

  it('in TypeScript may import FrameSieve though it is not installed there, and load a plugin by path', async () => {
    const below = mkdtempSync(join(folder, 'typescript '));
    writeFileSync(
      join(below, 'framesieve.config.ts'),
      `import { defineConfig } from '@framesieve/core/config';
export default defineConfig({ plugins: ['./plugin.ts'], metric: 'luma', direction: { 'luma/mean': 'lower' } });\n`,
    );
    writeFileSync(join(below, 'plugin.ts'), lumaPlugin);
    const { stdout, stderr, exitCode } = await runCommand(
      ['score', '../clip.mp4', '--every', '9', '--json'],
      { cwd: below },
    );
    expect(exitCode, stderr).toBe(0);
    const [metric] = JSON.parse(stdout).videos[0].metrics;
    expect(metric).toMatchObject({ id: 'luma/mean', direction: 'lower', scored: 10 });
  });
});

const lumaPlugin = `import { definePlugin, type Scorer } from '@framesieve/core';
export default definePlugin({
  name: 'luma',
  apiVersion: 1,
  register(registry) {
    registry.addScorer({
      id: 'luma/mean',
      isFamilyDefault: true,
      summary: 'Mean luma',
      availability: async () => ({ available: true, version: '1' }),
      create: async ({ direction }): Promise<Scorer> => ({
        metric: {
          id: 'luma/mean', modelDirection: 'higher', direction: direction ?? 'higher', range: [0, 1],
          modelSha256: '0'.repeat(64), implementation: { name: 'luma', version: '1' },
          kernel: 'none', precision: 'float64', device: 'cpu',
        },
        maxBatchSize: 1,
        score: async frames => frames.map(frame => ({ score: frame.record.facts.meanLuma, distribution: null })),
        async [Symbol.asyncDispose]() {},
      }),
    });
  },
});
`;

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

describe.skipIf(sharedClips().length === 0)('real clips', () => {
  // A metric that costs nothing, so that every frame of every clip can be scored.
  const config = () => {
    writeFileSync(join(folder, 'luma.ts'), lumaPlugin);
    const file = join(folder, 'luma.config.json');
    writeFileSync(
      file,
      JSON.stringify({ plugins: ['./luma.ts'], metric: 'luma', select: { top: 2, coverage: 0 } }),
    );
    return file;
  };

  describe.each(backends)('through %s', (decoder, available, title) => {
    it.skipIf(!available)(
      `have the frames and times of the truth, and stills of the scored frames (${title})`,
      async () => {
        // The long one is done below.
        const clips = sharedClips().filter(clip => clip.frameCount < 1000);
        const args = [
          'run',
          ...clips.map(clip => clip.path),
          '--config',
          config(),
          '--decoder',
          decoder,
          '--out',
          `real-${decoder}`,
        ];
        const result = await runCommand([...args, '--json'], { cwd: folder });
        const report: SieveReport = JSON.parse(result.stdout);
        expectValid('report', report);
        expect(report.videos.map(({ status, error }) => [status, error])).toEqual(
          report.videos.map(({ path }) => [
            path.includes('damaged') ? expect.stringMatching(/ok|partial/) : 'ok',
            null,
          ]),
        );
        for (const [i, clip] of clips.entries()) {
          const video = report.videos[i]!;
          const rows = storedFrames(video.db!, video.metrics[0]!.runId);
          expect(video, clip.name).toMatchObject({ frames: clip.frameCount, decoder });
          expect(
            rows.map(row => (row.pts_source === 'container' ? row.pts_ticks : null)),
            clip.name,
          ).toEqual(clip.ptsTicks);
          expect(video.picks!.length, clip.name).toBeGreaterThan(0);
          for (const pick of video.picks!) expect(pick.verified, clip.name).toBe('exact');
        }
      },
    );
  });
});

const long = sharedClips().find(clip => clip.frameCount > 5000);

describe.skipIf(!long)('a long video', () => {
  it('takes no more memory than a short one', async () => {
    const args = ['score', long!.path, '--every', '25', '--out', 'out-long', '--json'];
    const child = startCommand(args, { cwd: folder });
    const ended = finished(child);
    const samples: number[] = [];
    const exit = once(child, 'exit');
    while (child.exitCode === null) {
      samples.push(residentMegabytes(child.pid!));
      await Promise.race([sleep(50), exit]);
    }
    const { exitCode, stdout } = await ended;
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).videos[0]).toMatchObject({ frames: long!.frameCount, status: 'ok' });
    expect(samples.length).toBeGreaterThan(20);
    const third = Math.floor(samples.length / 3);
    const peak = (from: number, to: number) => Math.max(...samples.slice(from, to));
    // Twice as many frames later, the peak is what it was.
    expect(peak(2 * third, samples.length)).toBeLessThan(peak(third, 2 * third) + 32);
  });
});

function residentMegabytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
