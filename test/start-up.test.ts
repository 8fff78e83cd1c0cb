import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sharedClip } from '@framesieve/testkit/clips';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from './lib/command.ts';

let folder: string;
let hook: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'framesieve-start-'));
  copyFileSync((await sharedClip('mp4', { frames: 3 })).file, join(folder, 'clip.mp4'));
  hook = join(folder, 'list-modules.mjs');
  const text = `
    import { appendFileSync } from 'node:fs';
    import { registerHooks } from 'node:module';
    import { isMainThread } from 'node:worker_threads';
    const load = (url, context, next) => {
      if (isMainThread) appendFileSync(process.env.LOADED_MODULES, url + '\\n');
      return next(url, context);
    };
    registerHooks({ load });
  `;
  writeFileSync(hook, text);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command loads in its main thread: names of packages, and files of its own. */
async function loadedBy(...args: string[]) {
  const list = join(folder, `${args.join(' ')}.txt`);
  const env = { LOADED_MODULES: list, NODE_OPTIONS: `--import=${pathToFileURL(hook).href}` };
  const { stdout, stderr, exitCode } = await runCommand(args, { cwd: folder, env });
  const urls = readFileSync(list, 'utf8').trim().split('\n');
  const packages = urls.flatMap(url => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  const own = urls.flatMap(url => /\/packages\/cli\/(.*)/.exec(url)?.[1] ?? []);
  return { stdout, stderr, exitCode, packages: new Set(packages), own };
}

const heavy = [
  'node-av',
  'better-sqlite3',
  'kysely',
  'onnxruntime-node',
  'protobufjs',
  'sharp',
  'tsyringe',
  'piscina',
];

it('answers --version without loading anything else', async () => {
  const { stdout, exitCode, packages, own } = await loadedBy('--version');
  expect([stdout, exitCode]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\n$/), 0]);
  expect([...packages]).toEqual([]);
  expect(own).toEqual(['bin/framesieve.mjs', 'src/main.ts', 'src/own-version.ts']);
});

it.each([[['--help']], [['run', '--help']], [['run', '--no-such-flag', 'clip.mp4']]])(
  'answers %j without loading what works on videos',
  async args => {
    const { stdout, stderr, packages } = await loadedBy(...args);
    expect(stdout + stderr).not.toBe('');
    expect(heavy.filter(name => packages.has(name))).toEqual([]);
  },
);

it('loads neither the runtime of models nor what encodes stills to score by a kernel', async () => {
  const { exitCode, stderr, packages } = await loadedBy(
    'score',
    'clip.mp4',
    '--metric',
    'niqe',
    '--db',
    ':memory:',
  );
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('niqe/framesieve')]);
  expect(packages.has('better-sqlite3')).toBe(true);
  expect(['onnxruntime-node', 'onnxruntime-common', 'sharp'].filter(name => packages.has(name))).toEqual([]);
});
