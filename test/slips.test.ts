import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '@framesieve/scripts/workspace';
import { sharedClip } from '@framesieve/testkit/clips';
import { score, sieve } from 'framesieve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './lib/command.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve slips '));
  copyFileSync((await sharedClip('mp4', { frames: 30 })).file, join(folder, 'clip.mp4'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCommand(args, { cwd: folder });

describe('what people slip on', () => {
  it('does not take an empty input for the whole working directory', async () => {
    const { exitCode, stderr } = await run('score', '', '--db', ':memory:');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('An input is empty.');
  });

  it('names another metric when a video is too small for the usual one', async () => {
    const small = await sharedClip('mp4', { frames: 5, width: 96, height: 64 });
    copyFileSync(small.file, join(folder, 'small.mp4'));
    const { exitCode, stdout } = await run('run', 'small.mp4', '--out', 'small');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/needs at least 96×96\..*--metric brisque\/opencv/);
    const again = await run('run', 'small.mp4', '--out', 'small', '--metric', 'brisque/opencv');
    expect(again.stdout).toMatch(/[1-9] picked/);
  });

  it('says, even when quiet, why a video is only partly done, and sees it before', async () => {
    const { file } = await sharedClip('mp4', { frames: 30, muxerOptions: { movflags: 'faststart' } });
    const bytes = readFileSync(file);
    writeFileSync(join(folder, 'cut.mp4'), bytes.subarray(0, Math.floor(bytes.length * 0.7)));
    const scored = await run('score', 'cut.mp4', '--db', ':memory:', '--metric', 'brisque/opencv', '--quiet');
    expect(scored).toMatchObject({ exitCode: 3, stdout: '' });
    expect(scored.stderr).toMatch(/^framesieve: cut\.mp4: The video is damaged at frame \d+/);
    const { stdout } = await run('probe', 'cut.mp4');
    expect(stdout).toContain('Warning: The file was cut off: ');
  });

  it('names the decoder by which there are scores when another was asked for', async () => {
    const scored = ['--out', 'by-libav', '--metric', 'brisque/opencv'];
    expect((await run('score', 'clip.mp4', '--every', '30', ...scored)).exitCode).toBe(0);
    const { exitCode, stderr } = await run(
      'export',
      'clip.mp4',
      '--frames',
      '0',
      '--decoder',
      'ffmpeg',
      ...scored,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('as decoded by ffmpeg has no scores of brisque/opencv.');
    expect(stderr).toContain('There are some by libav: leave out --decoder');
  });

  it('says that a range holds no frame', async () => {
    const { exitCode, stdout } = await run(
      ...['score', 'clip.mp4', '--db', ':memory:', '--metric', 'brisque/opencv', '--from', '100'],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Warning: No frame was scored: none of the video is in the range');
  });

  it('says that no command was given, with and without flags', async () => {
    for (const args of [[], ['--json'], ['plugins', '--json']]) {
      const { exitCode, stderr } = await run(...args);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('No command was given.');
    }
  });

  it('tells how to name a file that begins with a dash', async () => {
    const { exitCode, stderr } = await run('run', '-clip.mp4');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('write ./-clip.mp4');
  });

  it('checks the format of scores with --json too', async () => {
    const { exitCode, stdout } = await run('scores', 'clip.mp4', '--format', 'xml', '--json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe('usage');
  });

  it('names the config file that it found in a folder above, when it can’t be read', async () => {
    const below = join(folder, 'project', 'clips');
    mkdirSync(below, { recursive: true });
    for (const [name, text] of [
      ['framesieve.config.json', '{'],
      ['framesieve.config.yaml', 'a: [b'],
      ['framesieve.config.mjs', 'throw new Error("out of tea")'],
    ] as const) {
      const file = join(folder, 'project', name);
      writeFileSync(file, text);
      const { exitCode, stderr } = await runCommand(['doctor'], { cwd: below });
      rmSync(file);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`The config file "${join('..', name)}" can't be read`);
    }
  });

  it('refuses settings that would be without effect: for a decoder or a metric that is not there', async () => {
    const call = (config: object) => score({ inputs: ['clip.mp4'], cwd: folder, config });
    await expect(call({ direction: { 'no/such': 'higher' } })).rejects.toMatchObject({
      code: 'metric-unknown',
    });
    await expect(call({ direction: { brisque: 'higher' } })).rejects.toMatchObject({
      code: 'config',
      hint: 'Write "brisque/opencv".',
    });
    await expect(call({ decoder: { options: { libaw: {} } } })).rejects.toMatchObject({
      code: 'decoder-unavailable',
    });
  });

  it('refuses a template with a folder, or without the ending, before anything is scored', async () => {
    const begun: string[] = [];
    for (const template of ['stills/{frame}.{ext}', '{frame}']) {
      const call = sieve({
        inputs: ['clip.mp4'],
        cwd: folder,
        config: { export: { template } },
        onEvent: event => void (event.type === 'begin' && begun.push(template)),
      });
      await expect(call).rejects.toMatchObject({ code: 'usage' });
    }
    expect(begun).toEqual([]);
  });

  it('counts what the request had, not what others have stored of the video', async () => {
    const count = async (sample: object) => {
      const config = { db: join(folder, 'counts.sqlite'), sample };
      const { scored, reused } = (await score({ inputs: ['clip.mp4'], cwd: folder, config })).videos[0]!
        .metrics[0]!;
      return [scored, reused];
    };
    expect(await count({ to: 0.5 })).toEqual([15, 0]);
    expect(await count({ from: 0.9 })).toEqual([3, 0]);
    expect(await count({ from: 0.9 })).toEqual([0, 3]);
    expect(await count({ every: 7 })).toEqual([1, 4]);
  });

  it.skipIf(process.platform === 'win32')(
    'makes a folder of stills for any name that a video can have, and shows it without obeying it',
    async () => {
      const names = [`${'n'.repeat(251)}.mp4`, 'w\u001b[31mhat?\n*.mp4'];
      for (const name of names) {
        copyFileSync(join(folder, 'clip.mp4'), join(folder, name));
        const { exitCode, stdout, stderr } = await run('run', name, '--out', 'any', '--every', '10');
        expect(exitCode, stderr).toBe(0);
        expect(stdout + stderr).not.toContain('\u001b');
      }
      const folders = readdirSync(join(folder, 'any')).filter(name => name !== 'framesieve.sqlite');
      expect(folders.map(name => name.replace(/-[0-9a-f]{6}$/, '')).sort()).toEqual([
        'n'.repeat(248),
        'w_[31mhat___',
      ]);
    },
  );

  it.skipIf(!existsSync('/proc/self'))(
    'ends where a folder can’t be made though its parent is there',
    async () => {
      const { exitCode, stderr } = await run('score', 'clip.mp4', '--db', '/proc/none/scores.sqlite');
      expect(exitCode).toBe(1);
      expect(stderr).toContain('"/proc/none" can\'t be written to');
    },
  );

  it.skipIf(!existsSync('/dev/full'))('says that stdout has no room, not that this is a bug', () => {
    const full = openSync('/dev/full', 'w');
    const bin = join(root, 'packages', 'cli', 'bin', 'framesieve.mjs');
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--conditions=@framesieve/source', bin, 'plugins', 'list'],
      { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' },
    );
    closeSync(full);
    expect(status).toBe(1);
    expect(stderr).toContain("The results can't be written to stdout");
  });
});
