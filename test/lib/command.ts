import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '@framesieve/scripts/workspace';

// Models that whoever runs the tests has installed must not reach them either.
const nowhere = join(tmpdir(), 'framesieve-no-such-folder');

const bin = join(root, 'packages', 'cli', 'bin', 'framesieve.mjs');

/** What a command came to. */
export interface CommandResult {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the command is run. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Options of Node.js itself. */
  readonly nodeOptions?: readonly string[];
  /** Runs it as nobody: root may read and write everything. */
  readonly unprivileged?: boolean;
}

/** Starts the real command, from source. */
export function startCommand(args: readonly string[], options: CommandOptions): ChildProcess {
  const { cwd, env, nodeOptions = [], unprivileged = false } = options;
  const nobody = { uid: 65534, gid: 65534 };
  // Settings of whoever runs the tests must not reach them.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FRAMESIEVE_'));
  const child = spawn(process.execPath, [...nodeOptions, '--conditions=@framesieve/source', bin, ...args], {
    ...(unprivileged && process.getuid?.() === 0 ? nobody : {}),
    cwd,
    env: { ...Object.fromEntries(inherited), FRAMESIEVE_HOME: nowhere, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that times out leaves its command behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

/** Runs the real command to its end. */
export async function runCommand(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return finished(startCommand(args, options));
}

/** Collects what a command writes, until it ends. */
export async function finished(child: ChildProcess): Promise<CommandResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', chunk => {
    stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', chunk => {
    stderr += chunk;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, stdout, stderr };
}
