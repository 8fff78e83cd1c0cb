import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, in memory. */
export interface SmallDisk extends Disposable {
  readonly path: string;
  /** Makes it read-only or writable again; waits for files that are just being written. */
  remount(mode: 'ro' | 'rw'): void;
}

/** Mounts a small disk, which takes root's rights on Linux. */
export function mountSmallDisk(path: string, megabytes: number): SmallDisk {
  mkdirSync(path, { recursive: true });
  run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', path]);
  return {
    path,
    remount(mode) {
      for (let attempt = 0; ; attempt++) {
        const { status, stderr } = spawnSync('mount', ['-o', `remount,${mode}`, path], { encoding: 'utf8' });
        if (status === 0) return;
        if (attempt === 1000) throw new Error(`${path} could not be remounted: ${stderr}`);
      }
    },
    [Symbol.dispose]: () => run('umount', ['--lazy', path]),
  };
}

/** Why this machine can't mount one; `null` where it can. */
export function whyNoSmallDisk(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root can mount a small disk, on Linux';
  const folder = mkdtempSync(join(tmpdir(), 'framesieve-mount-'));
  try {
    mountSmallDisk(folder, 1)[Symbol.dispose]();
    return null;
  } catch {
    return 'this system allows no mounting';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
}
