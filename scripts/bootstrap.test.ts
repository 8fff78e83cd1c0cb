import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let root: string;

/** A repository of one package in a folder with a space in its name, and an `npx` that acts as the test says. */
beforeEach(() => {
  root = join(realpathSync(mkdtempSync(join(tmpdir(), 'framesieve-bootstrap-'))), 'a clone');
  mkdirSync(join(root, 'scripts'), { recursive: true });
  mkdirSync(join(root, 'bin'));
  cpSync(join(import.meta.dirname, 'bootstrap.mjs'), join(root, 'scripts', 'bootstrap.mjs'));
  cpSync(join(import.meta.dirname, 'setup'), join(root, 'scripts', 'setup'), { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ packageManager: 'pnpm@1.2.3' }));
  writeFileSync(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 9\n');
  writeFileSync(join(root, 'pnpm-workspace.yaml'), 'packages: []\n');
  writeFileSync(
    join(root, 'scripts', 'show.mjs'),
    'console.log(JSON.stringify({ args: process.argv.slice(2), options: process.execArgv, node: process.execPath, cwd: process.cwd() })); process.exitCode = 5;',
  );
});

afterEach(() => rmSync(join(root, '..'), { recursive: true, force: true }));

/** Stands for `npx`: it notes how it was called, does as told, and installs a `node`. */
function npx(script: string): void {
  const note = `printf '%s\\n' "$*" >> '${join(root, 'calls')}'`;
  writeFileSync(join(root, 'bin', 'npx'), `#!/bin/sh\n${note}\n${script}\n`);
  chmodSync(join(root, 'bin', 'npx'), 0o755);
}

const succeeds =
  'mkdir -p node_modules/.bin; ln -sf "$REAL_NODE" node_modules/.bin/node; echo "Progress: resolved 3, added 3, done"';
const calls = () =>
  existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [];

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), ...args], {
    cwd: root,
    env: { PATH: `${join(root, 'bin')}:${process.env.PATH}`, REAL_NODE: process.execPath, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', chunk => {
    stdout += chunk;
  });
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const done = new Promise<{ code: number | null; stdout: string; stderr: string }>(resolve => {
    child.once('close', code => resolve({ code, stdout, stderr }));
  });
  return { child, done };
}

const bootstrap = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => start(args, env).done;

describe.skipIf(process.platform === 'win32')('bootstrap', () => {
  it('installs with the pinned pnpm, then runs the script with the pinned Node.js', async () => {
    npx(succeeds);
    const result = await bootstrap(['--then', 'scripts/show.mjs', '--', 'one arg', '--quiet']);
    expect(calls()).toEqual(['--yes pnpm@1.2.3 install --frozen-lockfile --reporter=append-only']);
    expect(result.code).toBe(5);
    expect(JSON.parse(result.stdout)).toEqual({
      args: ['one arg', '--quiet'],
      options: ['--conditions=@framesieve/source'],
      node: process.execPath,
      cwd: root,
    });
    expect(result.stderr).toContain('installing the locked dependencies with pnpm 1.2.3');
    expect(result.stderr).toContain('resolved 3, added 3, done');
  });

  it('installs nothing, and says nothing if told so, when nothing changed', async () => {
    npx(succeeds);
    await bootstrap([]);
    const begin = performance.now();
    const again = await bootstrap(['--quiet', '--then', 'scripts/show.mjs']);
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(again).toMatchObject({ code: 5, stderr: '' });
    expect(calls().length).toBe(1);
  });

  it.each([
    ['the lock file changed', () => writeFileSync(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 9.1\n')],
    ['the installed Node.js is gone', () => rmSync(join(root, 'node_modules', '.bin', 'node'))],
    ['node_modules is gone', () => rmSync(join(root, 'node_modules'), { recursive: true })],
    [
      'a package asks for something new',
      () => {
        mkdirSync(join(root, 'packages', 'new'), { recursive: true });
        writeFileSync(join(root, 'packages', 'new', 'package.json'), '{ "name": "new" }');
      },
    ],
  ])('installs again when %s', async (_, change) => {
    npx(succeeds);
    await bootstrap([]);
    change();
    expect(await bootstrap([])).toMatchObject({ code: 0 });
    expect(calls().length).toBe(2);
  });

  it('says in one sentence that there is no network', async () => {
    npx(
      'echo "npm error code ENOTFOUND" >&2; echo "npm error request to https://host.invalid/pnpm failed" >&2; exit 1',
    );
    const result = await bootstrap(['--then', 'scripts/show.mjs']);
    expect(result.code).toBe(1);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain(
      "the package registry can't be reached (ENOTFOUND). Connect to the internet",
    );
    expect(result.stderr).not.toContain('npm error');
    expect(readFileSync(join(root, '.framesieve', 'setup.log'), 'utf8')).toContain(
      'npm error code ENOTFOUND',
    );
  });

  it('shows the whole output of any other failure, and tries again the next time', async () => {
    npx('echo "[WARN] Unsupported engine"; echo "something odd"; exit 9');
    const result = await bootstrap([]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('something odd');
    expect(result.stderr).not.toContain('Unsupported engine');
    expect(result.stderr).toContain('pnpm ended with exit code 9');
    npx(succeeds);
    expect(await bootstrap([])).toMatchObject({ code: 0 });
  });

  it('says what to do when the lock file does not fit', async () => {
    npx('echo "Error: ERR_PNPM_OUTDATED_LOCKFILE"; exit 1');
    const { stderr } = await bootstrap([]);
    expect(stderr).toContain(
      "pnpm-lock.yaml doesn't fit the package.json files. Run `npx pnpm@1.2.3 install`",
    );
  });

  it('says so when npx is missing, and when it is called wrongly', async () => {
    const result = await bootstrap([], { PATH: join(root, 'bin') });
    expect(result.stderr).toBe(
      'Setup: installing the locked dependencies with pnpm 1.2.3 …\n' +
        'Setup failed: npx was not found. Install Node.js together with npm, and run this again.\n',
    );
    expect((await bootstrap(['--wrong'])).stderr).toContain('Usage:');
    expect((await bootstrap(['--then'])).stderr).toContain('Usage:');
  });

  it('keeps what npm run adds to the environment from pnpm, and what a person set', async () => {
    npx(`env | grep -i ^npm_ | sort > '${join(root, 'env')}'; ${succeeds}`);
    await bootstrap([], {
      npm_config_nodedir: '/x',
      npm_package_name: 'x',
      npm_lifecycle_event: 'test',
      npm_config_registry: 'https://host.invalid/',
      npm_config_fetch_retry_mintimeout: '7',
    });
    const seen = readFileSync(join(root, 'env'), 'utf8');
    expect(seen).not.toMatch(/nodedir|package_name|lifecycle/);
    expect(seen).toContain('npm_config_registry=https://host.invalid/');
    expect(seen).toContain('npm_config_fetch_retry_mintimeout=7');
  });

  it('installs once when two start at the same time', async () => {
    npx(`sleep 0.5; ${succeeds}`);
    const results = await Promise.all([bootstrap([]), bootstrap([])]);
    expect(results.map(result => result.code)).toEqual([0, 0]);
    expect(calls().length).toBe(1);
    expect(results.map(result => result.stderr).join()).toContain('waiting for another one to end');
  });

  it('takes over the lock of a dead process', async () => {
    npx(succeeds);
    mkdirSync(join(root, '.framesieve'));
    const dead = start(['--wrong']);
    await dead.done;
    writeFileSync(join(root, '.framesieve', 'setup.lock'), String(dead.child.pid));
    expect(await bootstrap([])).toMatchObject({ code: 0 });
  });

  it('runs the script where npm was called, and hands signals on to it', async () => {
    npx(succeeds);
    await bootstrap([]);
    const wait =
      'process.on("SIGTERM", () => process.exit(42)); setInterval(() => {}, 1000); console.log("up")';
    writeFileSync(join(root, 'scripts', 'wait.mjs'), `${wait}; console.log(process.cwd())`);
    const { child, done } = start(['--quiet', '--then', 'scripts/wait.mjs'], { INIT_CWD: join(root, 'bin') });
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await done).toMatchObject({ code: 42, stdout: expect.stringContaining(join(root, 'bin')) });
  });
});
