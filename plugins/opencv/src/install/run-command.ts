import { spawn } from 'node:child_process';
import { FrameSieveError } from '@framesieve/core';

/** How a command is run. */
export interface CommandOptions {
  readonly signal: AbortSignal;
  readonly folder?: string;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Lines at the end of a failed command's output that are shown. */
const shownLines = 15;

/**
 * Runs a command; aborting kills it and what it has started.
 *
 * @returns what it wrote to standard output.
 * @throws FrameSieveError `decoder-unavailable` with the end of its output when it fails or does not exist.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { signal, folder, env = {} }: CommandOptions,
): Promise<string> {
  signal.throwIfAborted();
  // A process group of its own: a compiler is a grandchild.
  const child = spawn(command, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const kill = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', kill, { once: true });
  let output = '';
  let all = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    all += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (code === 0) return output;
    throw failure(command, `it ended with exit code ${code}:\n${lastLines(all)}`);
  } catch (error) {
    signal.throwIfAborted();
    if (FrameSieveError.isInstance(error)) throw error;
    throw failure(command, 'it could not be started', error);
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function failure(command: string, what: string, cause?: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'decoder-unavailable',
    message: `The command "${command}" failed: ${what}`,
    cause,
  });
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-shownLines).join('\n');
}
