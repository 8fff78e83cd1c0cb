import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '@framesieve/scripts/workspace';
import type { MeterReading } from './meter.ts';

const execute = promisify(execFile);
const bin = join(root, 'packages', 'cli', 'bin', 'framesieve.mjs');
const condition = '--conditions=@framesieve/source';

/** A process that has ended well. */
export interface MeasuredProcess extends MeterReading {
  /** From before its start to after its end. */
  readonly seconds: number;
  readonly stdout: string;
}

/** A folder that is removed with all that is in it. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'framesieve-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Arguments of Node.js that run the command from source. */
export function commandArguments(args: readonly string[]): string[] {
  return [condition, bin, ...args];
}

/** The environment without settings of whoever runs the benchmark, and without their models. */
export function bareEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FRAMESIEVE_'));
  const nowhere = join(tmpdir(), 'framesieve-no-such-folder');
  return { ...Object.fromEntries(inherited), FRAMESIEVE_HOME: nowhere, ...more };
}

/** Runs Node.js to its end without measuring more than the time. */
export async function timeNode(args: readonly string[], cwd?: string): Promise<number> {
  const start = performance.now();
  await execute(process.execPath, args, { env: bareEnvironment(), cwd });
  return (performance.now() - start) / 1000;
}

/** Runs `framesieve` to its end in a folder, and measures it. @throws when it fails. */
export async function measureCommand(args: readonly string[], folder: string): Promise<MeasuredProcess> {
  using own = temporaryFolder();
  const file = join(own.path, 'meter.json');
  const metered = [`--import=${join(import.meta.dirname, 'meter.ts')}`, ...commandArguments(args)];
  const start = performance.now();
  const { stdout } = await execute(process.execPath, metered, {
    cwd: folder,
    env: bareEnvironment({ METER_FILE: file }),
    maxBuffer: 2 ** 30,
  });
  const seconds = (performance.now() - start) / 1000;
  return { seconds, stdout, ...(JSON.parse(readFileSync(file, 'utf8')) as MeterReading) };
}
