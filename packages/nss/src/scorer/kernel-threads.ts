import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { Piscina } from 'piscina';
import type { KernelReply, KernelSetup, KernelTask } from './kernel-task.ts';

const isSource = import.meta.url.endsWith('.ts');

/** Beside this file, with its extension: both run from source and from `dist`. */
const workerFile = isSource ? './kernel-worker.ts' : './kernel-worker.js';

/** Options of the process, such as --eval's, need not make sense for a file; but from source it finds the source of others. */
const execArgv = isSource ? ['--conditions=@framesieve/source'] : [];

/**
 * Threads that score pictures by the kernel. One starts at once, the others when there is something for them to do, so that the first
 * score doesn't wait for them. They keep the process alive only while they have something to do.
 */
export class KernelThreads implements AsyncDisposable {
  /** How many there are; so many pictures are scored at the same time. */
  readonly count: number;
  readonly #pool: Piscina<KernelTask, KernelReply>;
  readonly #waiting = new Set<PromiseWithResolvers<KernelReply>>();
  #failure: FrameSieveError | null = null;

  /** @param threads how many; `null` for one per core. */
  constructor(setup: KernelSetup, threads: number | null) {
    this.count = threads ?? availableParallelism();
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL(workerFile, import.meta.url)),
      workerData: setup,
      execArgv,
      minThreads: 1,
      maxThreads: this.count,
      idleTimeout: Number.POSITIVE_INFINITY,
    });
    // Nobody waits for a task where a thread fails on its own, as one that can't start does.
    this.#pool.on('error', (error: unknown) => this.#fail(threadFailure(messageOf(error), error)));
  }

  /**
   * Scores a picture; NaN where the score is not defined. Memory that is shared must stay as it is until this settles.
   *
   * @throws FrameSieveError `score-failed` when the kernel or a thread fails, or the threads have been ended.
   */
  async score(task: KernelTask): Promise<number> {
    const reply = await this.#run(task);
    if ('error' in reply) throw kernelFailure(reply.error);
    return reply.score;
  }

  /** Ends the threads, once they have done what they were given. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#failure ??= ended;
    await Promise.allSettled(Array.from(this.#waiting, ({ promise }) => promise));
    await this.#pool.destroy();
  }

  #run(task: KernelTask): Promise<KernelReply> {
    if (this.#failure) return Promise.reject(this.#failure);
    const waiting = Promise.withResolvers<KernelReply>();
    this.#waiting.add(waiting);
    this.#pool
      .run(task)
      .then(waiting.resolve, (error: unknown) => waiting.reject(threadFailure(messageOf(error), error)))
      .finally(() => this.#waiting.delete(waiting));
    return waiting.promise;
  }

  #fail(failure: FrameSieveError): void {
    this.#failure ??= failure;
    for (const { reject } of this.#waiting) reject(failure);
    this.#waiting.clear();
  }
}

const ended = new FrameSieveError({ code: 'score-failed', message: 'The metric was closed.' });

function kernelFailure(reason: string): FrameSieveError {
  return new FrameSieveError({
    code: 'score-failed',
    message: `The kernel failed: ${reason}.`,
    hint: 'With `--kernel onnx` the graph in the model file is used instead; please report what it failed on.',
  });
}

function threadFailure(reason: string, cause: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'score-failed',
    message: `A thread that scores failed: ${reason}.`,
    hint: 'A program that bundles @framesieve/nss must leave it out of the bundle: it starts threads from a file of its own.',
    cause,
  });
}
