import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { withBuildLock } from './build-lock.ts';
import { findHeaders } from './find-headers.ts';
import { runCommand } from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve-install-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();

describe('The lock of a build', () => {
  it('lets one at a time in, and is gone afterwards', async () => {
    const file = join(folder, 'one.lock');
    const said: string[] = [];
    const events: string[] = [];
    const build = (name: string) =>
      withBuildLock(file, { say: text => said.push(text), signal }, async () => {
        events.push(`${name} begins`);
        await sleep(50);
        events.push(`${name} ends`);
      });
    await Promise.all([build('a'), build('b')]);
    expect(events.map(event => event.slice(2))).toEqual(['begins', 'ends', 'begins', 'ends']);
    expect(said).toEqual([`Waiting for process ${process.pid}, which is building the same …`]);
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over from a process that is gone', async () => {
    const file = join(folder, 'stale.lock');
    const gone = await runCommand(process.execPath, ['-p', 'process.pid'], { signal });
    writeFileSync(file, gone.trim());
    const held = await withBuildLock(file, { say() {}, signal }, async () => readFileSync(file, 'utf8'));
    expect(held).toBe(String(process.pid));
  });
});

describe('Running a command', () => {
  it('fails with the end of its output', async () => {
    const script = 'console.log("out"); console.error("why"); process.exit(3)';
    await expect(runCommand(process.execPath, ['-e', script], { signal })).rejects.toMatchObject({
      code: 'decoder-unavailable',
      message: expect.stringMatching(/exit code 3:\n[\s\S]*why/),
    });
    await expect(runCommand(join(folder, 'none'), [], { signal })).rejects.toThrow('could not be started');
  });

  it.skipIf(process.platform === 'win32')('is killed with what it started when aborted', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 100);
    const running = runCommand('sh', ['-c', 'sleep 60 & wait'], { signal: controller.signal });
    await expect(running).rejects.toBe(reason);
  });
});

describe('The headers of Node.js', () => {
  const version = process.versions.node.split('.');
  const header = (numbers: readonly string[]) =>
    ['MAJOR', 'MINOR', 'PATCH'].map((part, i) => `#define NODE_${part}_VERSION ${numbers[i]}\n`).join('');

  function place(above: string, numbers: readonly string[]): void {
    const include = join(above, 'include', 'node');
    mkdirSync(include, { recursive: true });
    writeFileSync(join(include, 'node_version.h'), header(numbers));
  }

  it('are found beside it, if they are of this version', () => {
    const prefix = join(folder, 'prefix');
    const executable = join(prefix, 'bin', 'node');
    place(prefix, ['1', '2', '3']);
    expect(findHeaders(executable)).toBeNull();
    place(prefix, version);
    expect(findHeaders(executable)).toBe(prefix);
  });

  it('are found in the npm package', () => {
    const npm = join(folder, 'npm');
    const inner = join(npm, 'node_modules', `node-${process.platform}-${process.arch}`);
    place(inner, version);
    expect(findHeaders(join(npm, 'bin', 'node'))).toBe(inner);
  });
});
