import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { FrameSieveError } from '@framesieve/core';

/** How a process ended. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  /** Signal that ended it, e.g. `SIGKILL`; `null` when it ended by itself. */
  readonly signal: string | null;
}

/** A running ffmpeg. Disposing of it kills it and waits for its end. */
export class FfmpegProcess implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Uint8Array = new Uint8Array(0);
  /** Settles once the process has ended and its whole log was read. Its output may still hold bytes. */
  readonly ended: Promise<ProcessEnd>;

  /**
   * Starts a command. Its log is always read, its output only on demand, which is what holds the process back.
   *
   * @param onLog is called for each line on stderr.
   */
  constructor(command: string, args: readonly string[], onLog: (line: string) => void) {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    this.#child = child;
    this.#chunks = child.stdout[Symbol.asyncIterator]();
    const exited = new Promise<ProcessEnd>((resolve, reject) => {
      child.once('error', cause => reject(startFailure(command, cause)));
      child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    });
    const logged = readLines(child.stderr, onLog);
    logged.catch(() => {});
    this.ended = exited.then(async end => {
      await logged;
      return end;
    });
    this.ended.catch(() => {});
  }

  /**
   * Fills a buffer from the output, waiting for as long as it takes.
   *
   * @returns how many bytes there were: fewer than asked for only at the end of the output.
   */
  async read(target: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      if (this.#rest.length === 0) {
        const chunk = await this.#nextChunk();
        if (chunk === null) break;
        this.#rest = chunk;
      }
      const taken = this.#rest.subarray(0, target.length - filled);
      target.set(taken, filled);
      filled += taken.length;
      this.#rest = this.#rest.subarray(taken.length);
    }
    return filled;
  }

  /** Reads the rest of the output as text; `onChunk` is called for each piece that comes. */
  async readText(onChunk: () => void): Promise<string> {
    const decoder = new StringDecoder('utf8');
    let text = '';
    for (let chunk = await this.#nextChunk(); chunk; chunk = await this.#nextChunk()) {
      text += decoder.write(chunk);
      onChunk();
    }
    return text + decoder.end();
  }

  async #nextChunk(): Promise<Buffer | null> {
    try {
      const chunk = await this.#chunks.next();
      return chunk.done ? null : chunk.value;
    } catch (error) {
      // Killing the process closes its output under the reader.
      if (this.#child.stdout.destroyed) return null;
      throw error;
    }
  }

  /** Kills the process. It only reads, so nothing is lost by not asking it first. */
  kill(): void {
    this.#child.kill('SIGKILL');
    this.#child.stdout.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.ended.catch(() => {});
  }
}

async function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop()!;
    for (const line of lines) onLine(line.replace(/\r$/, ''));
  }
  if (rest !== '') onLine(rest);
}

function startFailure(command: string, cause: Error): FrameSieveError {
  return new FrameSieveError({
    code: 'decoder-unavailable',
    message: `The ffmpeg command "${command}" can't be started: ${cause.message}.`,
    hint: 'Install FFmpeg, or name its binary with --ffmpeg or FRAMESIEVE_FFMPEG.',
    cause,
  });
}
