import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FrameSieveError, type Logger } from '@framesieve/core';
import type { SelectingAnswers, SelectingReply, SelectingRequest } from './messages.ts';

/** After so long without a request the process is ended, and started anew by the next. */
const idleMs = 60_000;

/** A process that is to end has so long to do so. */
const graceMs = 2000;

type AnswerOf<Request extends SelectingRequest> = SelectingAnswers[Request['kind']];

interface Pending {
  readonly request: SelectingRequest;
  readonly signal: AbortSignal;
  readonly isTrial: boolean;
  resolve(answer: SelectingAnswers[keyof SelectingAnswers]): void;
  reject(error: unknown): void;
}

/** What a process is started with. */
export interface SelectingOptions {
  readonly databasePath: string;
  readonly logger: Logger;
  /** Waited for before a process is started, which takes a core for a while that something else needs more; absent: nothing is. */
  before?(): Promise<unknown>;
}

/** How a request is treated. */
export interface AskOptions {
  /** Whose scores are asked about: the process holds those of one decode at a time. */
  readonly decodeId: number;
  readonly signal: AbortSignal;
  /** A trial that still waits is dropped when a newer one comes. */
  readonly isTrial?: boolean;
}

/**
 * A process of its own that selects: it takes 80 bytes a frame, and seconds for the longest videos, while this one goes on
 * answering. It is started when it is needed.
 */
export class SelectingProcess implements AsyncDisposable {
  readonly #options: SelectingOptions;
  readonly #waiting: (Pending & { readonly decodeId: number })[] = [];
  /** Processes that were ended and are still there. */
  readonly #ending = new Set<ChildProcess>();
  #child: ChildProcess | null = null;
  #decodeId: number | null = null;
  #current: Pending | null = null;
  #lastId = 0;
  #idle: NodeJS.Timeout | null = null;
  #isEnded = false;

  constructor(options: SelectingOptions) {
    this.#options = options;
  }

  /** Id of the running process; `null` while there is none. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /**
   * Asks, when everything that was asked before has been answered.
   *
   * @throws FrameSieveError what the answer is, `interrupted` for a trial that was overtaken, `internal` when the process ends
   *   over it; the signal's reason when it aborts before.
   */
  async ask<Request extends SelectingRequest>(
    request: Request,
    options: AskOptions,
  ): Promise<AnswerOf<Request>> {
    if (!this.#child) await this.#options.before?.();
    return this.#enqueue(request, options);
  }

  #enqueue<Request extends SelectingRequest>(
    request: Request,
    { decodeId, signal, isTrial = false }: AskOptions,
  ): Promise<AnswerOf<Request>> {
    const { promise, resolve, reject } = Promise.withResolvers<AnswerOf<Request>>();
    const overtaken = isTrial ? this.#waiting.filter(pending => pending.isTrial) : [];
    for (const pending of overtaken) {
      this.#waiting.splice(this.#waiting.indexOf(pending), 1);
      pending.reject(overtakenError());
    }
    this.#waiting.push({
      request,
      signal,
      isTrial,
      decodeId,
      resolve: resolve as Pending['resolve'],
      reject,
    });
    this.#next();
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnded = true;
    for (const pending of this.#waiting.splice(0)) pending.reject(endedError());
    await Promise.all([this.#stop(), ...[...this.#ending].map(endProcess)]);
  }

  #next(): void {
    if (this.#current) return;
    const pending = this.#waiting.shift();
    if (!pending) {
      if (this.#isEnded) return;
      this.#idle ??= setTimeout(() => void this.#stop(), idleMs).unref();
      return;
    }
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#isEnded || pending.signal.aborted) {
      pending.reject(this.#isEnded ? endedError() : pending.signal.reason);
      this.#next();
      return;
    }
    this.#current = pending;
    // Another decode's scores are let go of before these are read.
    if (this.#decodeId !== pending.decodeId) void this.#stop();
    this.#decodeId = pending.decodeId;
    this.#child ??= this.#start();
    this.#child.send({ id: ++this.#lastId, request: pending.request }, error => {
      if (error) this.#fail(pending);
    });
  }

  #start(): ChildProcess {
    const extension = extname(import.meta.filename);
    const script = fileURLToPath(new URL(`./selecting-child${extension}`, import.meta.url));
    const child = fork(script, [this.#options.databasePath], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A process doesn't learn by itself that this one runs from source.
      execArgv: extension === '.ts' ? ['--conditions=@framesieve/source'] : [],
    });
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => this.#options.logger.debug(text.trimEnd()));
    child.on('message', (reply: SelectingReply | 'ready') => {
      if (reply !== 'ready' && child === this.#child) this.#settle(reply);
    });
    child.on('error', () => {});
    child.once('exit', () => {
      if (child !== this.#child) return;
      this.#child = null;
      this.#decodeId = null;
      if (this.#current) this.#fail(this.#current);
    });
    return child;
  }

  #settle(reply: SelectingReply): void {
    const pending = this.#current;
    if (!pending || reply.id !== this.#lastId) return;
    this.#current = null;
    if ('error' in reply) {
      const { code, message, hint } = reply.error;
      pending.reject(new FrameSieveError({ code, message, hint: hint ?? undefined }));
    } else pending.resolve(reply.answer);
    this.#next();
  }

  #fail(pending: Pending): void {
    if (this.#current !== pending) return;
    this.#current = null;
    pending.reject(this.#isEnded ? endedError() : diedError());
    this.#next();
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.#decodeId = null;
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    if (!child) return;
    if (this.#isEnded && this.#current) this.#fail(this.#current);
    this.#ending.add(child);
    await endProcess(child);
    this.#ending.delete(child);
  }
}

/** Ends a process: by itself, since it may have to clear up, or at once where it is in the middle of selecting. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}

function overtakenError(): FrameSieveError {
  return new FrameSieveError({
    code: 'interrupted',
    message: 'A newer trial was asked for, so that this one was dropped.',
  });
}

function endedError(): FrameSieveError {
  return new FrameSieveError({ code: 'interrupted', message: 'The viewer is ending.' });
}

function diedError(): FrameSieveError {
  return new FrameSieveError({
    code: 'internal',
    message: 'The process that selects has ended before it was done.',
    hint: 'Try it again; it is started anew. If there is little memory, close other programs.',
  });
}
