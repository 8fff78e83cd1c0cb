import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandOptions, type CommandResult, runCommand } from './lib/command.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve bad input '));
  chmodSync(folder, 0o777);
  copyFileSync((await sharedClip('mp4', { frames: 12 })).file, join(folder, 'good.mp4'));
  mkdirSync(join(folder, 'no-videos'));
  writeFileSync(join(folder, 'no-videos', 'notes.txt'), 'nothing to see');
  writeFileSync(join(folder, 'zero.mp4'), '');
  execFileSync('mkfifo', [join(folder, 'pipe.mp4')]);
  writeFileSync(join(folder, 'text.mp4'), 'This is not a video.\n'.repeat(200));
  writeFileSync(join(folder, 'sound.wav'), silence());
  writeFileSync(join(folder, '._good.mp4'), appleDouble());
  const good = readFileSync(join(folder, 'good.mp4'));
  writeFileSync(join(folder, 'no-index.mp4'), good.subarray(0, good.indexOf('moov') - 4));
  writeFileSync(join(folder, 'start.mkv'), readFileSync((await sharedClip('mkv', {})).file).subarray(0, 300));
  writeFileSync(join(folder, 'secret.mp4'), readFileSync(join(folder, 'good.mp4')));
  chmodSync(join(folder, 'secret.mp4'), 0o000);
  for (const [name, source] of Object.entries(plugins)) writeFileSync(join(folder, name), source);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plugins = {
  'throws.mjs': "throw new Error('out of tea');",
  'future.mjs': "export default { name: 'future', apiVersion: 99, register() {} };",
  'no-plugin.mjs': 'export const x = 1;',
  'syntax.mjs': 'export default {',
  'register-throws.mjs':
    "export default { name: 'broken', apiVersion: 1, register() { throw new Error('no sugar'); } };",
};

/** A tenth of a second of silence: 8-bit mono PCM. */
function silence(): Buffer {
  const header = Buffer.from(
    '52494646 44030000 57415645 666d7420 10000000 0100 0100 401f0000 401f0000 0100 0800 64617461 20030000'.replaceAll(
      ' ',
      '',
    ),
    'hex',
  );
  return Buffer.concat([header, Buffer.alloc(800, 128)]);
}

/** What macOS puts beside a file on a foreign disk: its resource fork, here an empty one (AppleSingle/AppleDouble, version 2). */
function appleDouble(): Buffer {
  const file = Buffer.alloc(4096);
  file.write('0005160700020000', 'hex');
  file.write('Mac OS X        ', 8, 'latin1');
  file.writeUInt16BE(2, 24);
  return file;
}

async function call(args: readonly string[], options: Partial<CommandOptions> = {}) {
  const result = await runCommand(args, { cwd: folder, ...options });
  expectPlainErrors(result);
  return result;
}

/** What went wrong is told in a sentence with a hint below it, never with a stack trace. */
function expectPlainErrors({ stderr, stdout }: CommandResult) {
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain('node:internal');
  expect(stderr).not.toContain('bug');
}

const document = ({ stdout }: CommandResult) => JSON.parse(stdout);

let outputs = 0;
const freshOut = () => `out-${outputs++}`;

const badInputs = [
  ['a missing file', 'missing.mp4', 'input-missing', 'There is no file'],
  ['a folder without videos', 'no-videos', 'input-missing', 'holds no videos'],
  ['a glob that matches nothing', '*.webm', 'input-missing', 'Nothing matches "*.webm"'],
  ['zero bytes', 'zero.mp4', 'input-empty', 'is empty'],
  ['text named .mp4', 'text.mp4', 'input-not-video', 'text.mp4'],
  ['what macOS puts beside a file', '._good.mp4', 'input-not-video', '._good.mp4'],
  ['an MP4 whose index is missing', 'no-index.mp4', 'input-not-video', 'no-index.mp4'],
  ['the first bytes of a video', 'start.mkv', 'input-not-video', 'start.mkv'],
  ['sound without pictures', 'sound.wav', 'input-no-video-stream', 'sound.wav'],
  ['a pipe that nobody writes to', 'pipe.mp4', 'input-unreadable', 'not a regular file'],
  ['a file that may not be read', 'secret.mp4', 'input-unreadable', 'permission denied'],
] as const;

describe('a bad input', () => {
  let result: CommandResult;

  // One after another in one call: each is the next input of a bad one, and a good one comes last.
  beforeAll(async () => {
    const inputs = [...badInputs.map(([, input]) => input), 'good.mp4'];
    const args = ['run', ...inputs, '--top', '1', '--coverage', '0', '--out', freshOut(), '--json'];
    result = await call(args, { unprivileged: true });
  });

  it.each(badInputs)('%s is told in one sentence', (_, input, code, words) => {
    const video = document(result).videos.find(({ path }: { readonly path: string }) => path === input);
    expect(video).toMatchObject({ path: input, status: 'failed', error: { code } });
    expect(video.error.message).toContain(words);
    expect(video.error.hint).toMatch(/\.$/);
    expect(result.stderr).toContain(`framesieve: `);
    expect(result.stderr).toContain(video.error.message);
  });

  it('does not keep the next input from being done', () => {
    expect(result.exitCode).toBe(3);
    const { error, videos } = document(result);
    expect(error).toBeNull();
    expect(videos).toHaveLength(badInputs.length + 1);
    const good = videos.at(-1);
    expect(good).toMatchObject({ path: 'good.mp4', status: 'ok', frames: 12 });
    expect(existsSync(join(folder, good.picks[0].file))).toBe(true);
  });

  it('alone is a failure', async () => {
    const inputs = ['missing.mp4', 'no-videos', 'zero.mp4', 'text.mp4', 'sound.wav'];
    const result = await call(['run', ...inputs, '--out', freshOut()]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr.match(/^framesieve: /gm)).toHaveLength(inputs.length);
    expect(result.stdout).toBe(`5 videos: 0 done, 0 partial, 5 failed; 0 stills\n`);
  });

  it('is told the same by probe', async () => {
    const result = await call(['probe', 'zero.mp4', 'good.mp4', '--json']);
    expect(result.exitCode).toBe(3);
    const { videos } = document(result);
    expect(videos[0].error.code).toBe('input-empty');
    expect(videos[1].streams[0]).toMatchObject({ codec: 'h264', chosen: true });
  });
});

describe('an output that can not be', () => {
  it('is found out before anything is scored: a folder that may not be written to', async () => {
    const out = freshOut();
    mkdirSync(join(folder, out));
    chmodSync(join(folder, out), 0o555);
    const result = await call(['run', 'good.mp4', '--out', out, '--json'], { unprivileged: true });
    expect(result.exitCode).toBe(1);
    const { error, videos } = document(result);
    expect(error).toMatchObject({ code: 'output-unwritable' });
    expect(error.message).toContain('permission denied');
    expect(videos).toEqual([]);
  });

  it('is found out before anything is scored: a file in the way', async () => {
    const result = await call(['run', 'good.mp4', '--out', 'zero.mp4', '--json']);
    expect(result.exitCode).toBe(1);
    expect(document(result).error).toMatchObject({ code: 'output-unwritable' });
    expect(readFileSync(join(folder, 'zero.mp4'))).toHaveLength(0);
  });
});

describe('wrong usage', () => {
  it.each([
    [
      'an unknown metric',
      ['--metric', 'beauty'],
      'metric-unknown',
      'There is no metric "beauty".',
      /brisque/,
    ],
    ['an unknown decoder', ['--decoder', 'quicktime'], 'decoder-unavailable', '"quicktime"', /libav, ffmpeg/],
    ['an unknown flag', ['--topp', '3'], 'usage', "Unknown option '--topp'.", /--top/],
    ['a wrong value', ['--every', 'x'], 'usage', '--every: expected a whole number', /--help/],
    ['an empty range', ['--from', '5', '--to', '5'], 'config', 'range of time is empty', /later/],
    ['a missing config', ['--config', 'none.yaml'], 'config', '"none.yaml" does not exist', /--config/],
  ])('%s ends with exit code 2 and says what there is', async (_, args, code, words, hint) => {
    const out = freshOut();
    const result = await call(['run', 'good.mp4', '--out', out, ...args, '--json']);
    expect(result.exitCode).toBe(2);
    const { version, error, videos } = document(result);
    expect({ version, videos }).toEqual({ version: 1, videos: [] });
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.hint).toMatch(hint);
    expect(result.stderr).toContain(error.message);
    expect(existsSync(join(folder, out))).toBe(false);
  });

  it('an unknown command ends with exit code 2 and a guess', async () => {
    const result = await call(['exprot', 'good.mp4']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('Did you mean export?');
  });

  it('a config with a wrong key names the key', async () => {
    writeFileSync(join(folder, 'wrong.config.json'), '{ "select": { "covrage": 3 }, "batch": "many" }');
    const result = await call(['run', 'good.mp4', '--config', 'wrong.config.json', '--json']);
    expect(result.exitCode).toBe(2);
    const { error } = document(result);
    expect(error.code).toBe('config');
    expect(error.message).toContain('`select.covrage` is not a known key (did you mean `select.coverage`?)');
    expect(error.message).toContain('`batch`: expected a whole number of at least 1, or null, found "many"');
  });
});

it.each([
  ['that can not be', '{fram}.{ext}', '{frame}'],
  [
    'with the score of a metric that there will be none by',
    '{frame}_{score:nobody/x}.{ext}',
    'niqe/framesieve',
  ],
])('a template %s is refused before anything is scored', async (_, template, hint) => {
  const result = await call(['run', 'good.mp4', '--out', freshOut(), '--template', template, '--json']);
  expect(result.exitCode).toBe(2);
  expect(document(result)).toMatchObject({ error: { code: 'usage' }, videos: [] });
  expect(document(result).error.hint).toContain(hint);
});

describe('a bad plugin', () => {
  it.each([
    ['that throws', './throws.mjs', /failed to load: out of tea/],
    ['that does not parse', './syntax.mjs', /failed to load: /],
    ['of another API version', './future.mjs', /speaks plugin API 99, this FrameSieve speaks 1/],
    ['that is none', './no-plugin.mjs', /has no plugin as its default export/],
    ['that throws when it registers', './register-throws.mjs', /failed to register: no sugar/],
    ['that is not there', './absent.mjs', /was not found/],
    ['that is not installed', 'framesieve-plugin-absent', /was not found/],
  ])('%s is named, with exit code 2', async (_, plugin, words) => {
    writeFileSync(join(folder, 'plugin.config.json'), JSON.stringify({ plugins: [plugin] }));
    const result = await call(['plugins', 'list', '--config', 'plugin.config.json', '--json']);
    expect(result.exitCode).toBe(2);
    const { command, error } = document(result);
    expect(command).toBe('plugins list');
    expect(error.code).toBe('plugin-failed');
    expect(error.message).toMatch(words);
    expect(error.hint).toMatch(/\.$/);
  });

  it('shows its stack to those who want everything', async () => {
    writeFileSync(join(folder, 'plugin.config.json'), JSON.stringify({ plugins: ['./throws.mjs'] }));
    const args = ['plugins', 'list', '--config', 'plugin.config.json', '--verbose'];
    const { stderr, exitCode } = await runCommand(args, { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/Error: out of tea\n\s+at .*throws\.mjs/);
  });
});

describe('a bad database', () => {
  it('that is corrupt is refused and left as it is', async () => {
    const out = freshOut();
    mkdirSync(join(folder, out));
    const file = join(folder, out, 'framesieve.sqlite');
    const garbage = Buffer.alloc(8192, 'not a database ');
    writeFileSync(file, garbage);
    const result = await call(['run', 'good.mp4', '--out', out, '--json']);
    expect(result.exitCode).toBe(1);
    expect(document(result).error).toMatchObject({ code: 'store-failed' });
    expect(document(result).error.message).toContain('framesieve.sqlite');
    expect(readFileSync(file).equals(garbage)).toBe(true);
  });

  it.each([['select'], ['export'], ['scores']])('that does not exist is not made by %s', async command => {
    const out = freshOut();
    const result = await call([command, 'good.mp4', '--out', out, '--json']);
    expect(result.exitCode).toBe(1);
    expect(document(result).error).toMatchObject({ code: 'nothing-stored' });
    expect(existsSync(join(folder, out, 'framesieve.sqlite'))).toBe(false);
  });
});
