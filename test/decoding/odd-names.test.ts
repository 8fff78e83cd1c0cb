import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { root } from '@framesieve/scripts/workspace';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../lib/command.ts';

const onWindows = process.platform === 'win32';

const names = [
  '-dash.mp4',
  'two  words.mp4',
  "single'quote.mp4",
  '%d.mp4',
  '%05d.mp4',
  '100%.mp4',
  'a%%b.mp4',
  'hash#1.mp4',
  '$(x).mp4',
  ';semicolon.mp4',
  '[a].mp4',
  '{a,b}.mp4',
  'caf\u00e9.mp4',
  'cafe\u0301 nfd.mp4',
  '\u{1f3ac} \u6620\u753b.mp4',
  'no extension',
  `${'long'.repeat(62)}abc.mp4`,
  ...(onWindows
    ? []
    : [
        'double"quote.mp4',
        'line\nbreak.mp4',
        "x', from 'y:\n  Stream #0:0: Video: h264, yuv420p, 9999x9999.mp4",
        'tab\tulator.mp4',
        'question?.mp4',
        'c:d.mp4',
        'http:x.mp4',
        'concat:a|b.mp4',
        'data:,x.mp4',
        'back\\slash.mp4',
        '[a]*.mp4',
        '%*.mp4',
        'dot.mp4.',
        'space.mp4 ',
        'CON.mp4',
      ]),
];

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-names-'));
  const clip = readFileSync((await sharedClip('mp4', { frames: 2, width: 64, height: 64 })).file);
  for (const [i, name] of names.entries()) {
    // A box that nobody reads makes each a video of its own.
    writeFileSync(
      join(folder, name),
      Buffer.concat([clip, Buffer.from([0, 0, 0, 9]), Buffer.from('free'), Buffer.of(i)]),
    );
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = await ffmpegDecoder.availability();

/** A few of them that FFmpeg's command line, or its log, could take for something else: each costs many processes. */
const telling = names.filter(name => /^-|^%d|^c:d|^concat:|Stream|\*\.mp4$/.test(name));

const backends: readonly (readonly [string, readonly string[]])[] = [
  ['libav', names],
  ...(found.available ? ([['ffmpeg', telling]] as const) : []),
];

describe.each(backends)('%s', (decoder, names) => {
  it('scores and exports whatever a video is called', { timeout: 120_000 }, async () => {
    const args = [
      'run',
      '--json',
      '--metric',
      'brisque',
      '--decoder',
      decoder,
      '--out',
      decoder,
      '--every',
      '2',
      '--',
      ...names,
    ];
    const { stdout } = await runCommand(args, { cwd: folder });
    const { videos } = JSON.parse(stdout);
    const outcome = ({ path, status, decoder: used, error }: Record<string, unknown>) => [
      path,
      status,
      used,
      error,
    ];
    expect(videos.map(outcome)).toEqual(names.map(name => [name, 'ok', decoder, null]));
    for (const [i, { picks, metrics }] of videos.entries()) {
      expect([names[i], metrics[0].scored, picks.length]).toEqual([names[i], 1, 1]);
      const [{ file, verified }] = picks;
      expect(verified).toBe('exact');
      expect(existsSync(join(folder, file))).toBe(true);
      for (const part of file.split(/[/\\]/).slice(1)) expectLegal(part);
      const manifest = JSON.parse(readFileSync(join(folder, file, '..', 'manifest.json'), 'utf8'));
      expect(manifest.source.file).toBe(names[i]);
      expect(manifest.stills.map((still: { readonly file: string }) => still.file)).toEqual([basename(file)]);
    }
  });
});

/** Holds on Windows too, and in a zip archive. */
function expectLegal(name: string) {
  expect(name).not.toMatch(/[<>:"/\\|?*]|\p{Cc}|[. ]$/u);
  expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
}

describe.skipIf(process.platform !== 'linux')('a name that is not UTF-8', () => {
  it('is said to be the problem', async () => {
    const films = join(folder, 'films');
    mkdirSync(films);
    writeFileSync(Buffer.concat([Buffer.from(`${films}/bad`), Buffer.of(0xff), Buffer.from('.mp4')]), 'x');
    const bin = join(root, 'packages', 'cli', 'bin', 'framesieve.mjs');
    const node = `"$0" --conditions=@framesieve/source "$1" run --json "$(printf 'films/bad\\377.mp4')"`;
    const named = await promisify(execFile)('sh', [
      '-c',
      `cd "$2"; ${node} || true`,
      process.execPath,
      bin,
      folder,
    ]);
    const listed = await runCommand(['run', 'films', '--json'], { cwd: folder });
    for (const { stdout } of [named, listed]) {
      expect(JSON.parse(stdout).videos[0].error).toMatchObject({
        code: 'input-missing',
        hint: expect.stringContaining('not UTF-8'),
      });
    }
  });
});
