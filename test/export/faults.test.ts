import { type ChildProcess, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpegDecoder } from '@framesieve/plugin-ffmpeg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportBench, frameBytes, makeBench, wanted } from './export-bench.ts';
import { mountSmallDisk, whyNoSmallDisk } from './small-disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'framesieve faults '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ffmpeg = process.platform === 'win32' ? null : findInPath('ffmpeg');
const { available } = await ffmpegDecoder.availability();
const usable = ffmpeg !== null && available;
const withFfmpeg = usable ? 'through ffmpeg' : 'skipped: there is no ffmpeg command';
const noDisk = usable ? whyNoSmallDisk() : 'there is no ffmpeg command';
const withDisk = noDisk === null ? 'on a small disk' : `skipped: ${noDisk}`;

let bench: ExportBench;
let viaLibav: ExportBench;
beforeAll(async () => {
  viaLibav = await makeBench(join(folder, 'libav'), 'libav');
  if (usable) bench = await makeBench(join(folder, 'ffmpeg'), 'ffmpeg');
}, 300_000);

/** Frames come no faster than the video plays. */
const slowly = 'set -- -re "$@"';
const killedAfter = (bytes: number) => `"$ffmpeg" "$@" | head -c ${bytes}; kill -KILL $$`;
const isOver = (child: ChildProcess) => () => child.exitCode !== null || child.signalCode !== null;

describe.skipIf(!usable)(`an ffmpeg that fails while stills are exported (${withFfmpeg})`, () => {
  it.each([
    ['is killed before the first frame', killedAfter(0)],
    ['is killed within the fourth frame', killedAfter(3.5 * frameBytes)],
    ['puts out one frame too few', replacing('eq(n,171)', '0')],
    ['puts out another frame', replacing('eq(n,171)', 'eq(n,172)')],
  ])('leads to the right stills all the same where it %s', async (name, script) => {
    const command = await bench.ffmpeg(ffmpeg!, name.replaceAll(' ', '-'), script);
    const result = await bench.export(name, '--ffmpeg', command);
    expect(result.exitCode, result.stderr).toBe(0);
    // What it did not give was read by another decode.
    expect(Number(/Read again: (\d+) frames/.exec(result.stderr)?.[1])).toBeGreaterThan(239);
    expect(await bench.expectRightStills(name)).toEqual(wanted);
  });

  it('is told where it always does, and what was done stays', async () => {
    const command = await bench.ffmpeg(ffmpeg!, 'always', killedAfter(2.5 * frameBytes), { always: true });
    const result = await bench.export('always-out', '--ffmpeg', command);
    expect(result.stdout + result.stderr).toContain('SIGKILL');
    const done = await bench.expectRightStills('always-out');
    expect(done.length).toBeLessThan(wanted.length);
    expect(result.exitCode, result.stderr).toBe(done.length > 0 ? 3 : 1);
    await bench.expectFinished('always-out');
  });

  it('by a real SIGKILL, and again: what was done stays, and the next call does the rest', async () => {
    const pids = join(folder, 'pids');
    const noting = `echo $$ >> '${pids}'; ${slowly}`;
    const command = await bench.ffmpeg(ffmpeg!, 'victim', noting, { always: true });
    const { child, ended } = bench.start('killed', '--ffmpeg', command);
    await bench.stillsAppear('killed', 2, isOver(child));
    const noted = () => readFileSync(pids, 'utf8').trim().split('\n').map(Number);
    // The one that is running, and each that comes after it, until the command gives up.
    let next = noted().length - 1;
    let hit = 0;
    for (const over = isOver(child); !over(); await sleep(5)) {
      for (const pid of noted().slice(next)) {
        hit += Number(killed(pid));
        next += 1;
      }
    }
    const { exitCode, stdout, stderr } = await ended;
    expect(hit).toBeGreaterThan(0);
    expect(exitCode, stderr).toBe(3);
    expect(stdout + stderr).toContain('SIGKILL');
    const done = await bench.expectRightStills('killed');
    expect(done.length).toBeGreaterThanOrEqual(2);
    expect(done.length).toBeLessThan(wanted.length);
    await bench.expectFinished('killed');
  });
});

describe.skipIf(!usable)(`an export that is killed (${withFfmpeg})`, () => {
  it('leaves whole stills only, and the next one does the rest', async () => {
    const command = await bench.ffmpeg(ffmpeg!, 'slow', slowly);
    const { child, ended } = bench.start('interrupted', '--ffmpeg', command);
    await bench.stillsAppear('interrupted', 3, isOver(child));
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ exitCode: null });
    const done = await bench.expectRightStills('interrupted');
    expect(done.length).toBeGreaterThanOrEqual(3);
    expect(done.length).toBeLessThan(wanted.length);
    await bench.expectFinished('interrupted');
  });
});

describe('exports into the same folder', () => {
  it('at the same time and afterwards end with the same stills', async () => {
    const both = await Promise.all([viaLibav.export('shared'), viaLibav.export('shared')]);
    expect(await viaLibav.expectRightStills('shared')).toEqual(wanted);
    for (const { exitCode, stderr } of both) expect(exitCode, stderr).toBe(0);
    await viaLibav.expectFinished('shared');
  });

  it('are finished by the next one, wherever they were killed', async () => {
    for (const count of [1, 5]) {
      const out = `killed-${count}`;
      const { child, ended } = viaLibav.start(out);
      await viaLibav.stillsAppear(out, count, isOver(child));
      child.kill('SIGKILL');
      await ended;
      expect((await viaLibav.expectRightStills(out)).length).toBeGreaterThanOrEqual(count);
      await viaLibav.expectFinished(out);
    }
  });
});

describe.skipIf(noDisk !== null)(`an export to a disk that fails (${withDisk})`, () => {
  const disk = (name: string, megabytes: number) => mountSmallDisk(join(bench.folder, name), megabytes);

  it('is refused before anything is written where it is too small', async () => {
    using small = disk('tiny', 4);
    const { exitCode, stderr } = await bench.export('tiny');
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toMatch(/free/);
    expect(bench.namesIn('tiny')).toEqual([]);
    expect(existsSync(small.path)).toBe(true);
  });

  it.each([
    ['at once', '', [1]],
    ['after some stills', '1200000', [3]],
  ] as const)('keeps what fitted where it gets full %s', async (name, left, codes) => {
    const out = `full ${name}`;
    using small = disk(out, 40);
    const filler = join(small.path, 'filler');
    // What is left is given back once all is taken.
    const fill = `cat /dev/zero > '${filler}' 2> /dev/null`;
    const giveBack = left === '' ? '' : `; truncate -s -${left} '${filler}'`;
    const command = await bench.ffmpeg(ffmpeg!, `filling-${name.replaceAll(' ', '-')}`, fill + giveBack);
    const { exitCode, stdout, stderr } = await bench.export(out, '--ffmpeg', command);
    expect(codes, stderr).toContain(exitCode);
    expect(stdout + stderr).toMatch(/ENOSPC|no space/i);
    const done = await bench.expectRightStills(out);
    expect(done.length).toBeLessThan(wanted.length);
    expect(done.length > 0).toBe(left !== '');
    rmSync(filler);
    await bench.expectFinished(out);
  });

  it('keeps what was done where it becomes read-only', async () => {
    using changing = disk('changing', 60);
    const command = await bench.ffmpeg(ffmpeg!, 'slow-too', slowly);
    const { child, ended } = bench.start('changing', '--ffmpeg', command);
    await bench.stillsAppear('changing', 2, isOver(child));
    changing.remount('ro');
    const { exitCode, stdout, stderr } = await ended;
    expect(exitCode, stderr).toBe(3);
    expect(stdout + stderr).toMatch(/EROFS|read-only/i);
    const done = await bench.expectRightStills('changing');
    expect(done.length).toBeGreaterThanOrEqual(2);
    expect(done.length).toBeLessThan(wanted.length);
    changing.remount('rw');
    await bench.expectFinished('changing');
  });
});

/** Shell commands that replace a part of each argument. */
function replacing(from: string, to: string): string {
  return `i=$#
while [ "$i" -gt 0 ]; do
  argument=$(printf '%s' "$1" | sed 's/${from}/${to}/g')
  shift
  set -- "$@" "$argument"
  i=$((i - 1))
done`;
}

function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

function findInPath(command: string): string | null {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
