import { Worker } from 'node:worker_threads';
import { FrameSieveError, messageOf } from '@framesieve/core';
import { isWasmMemory } from '../frame/web-assembly.ts';
import { PassPictures } from './pass-pictures.ts';
import type {
  BytesPlace,
  DeinterlaceTask,
  FrameFigures,
  MeasureTask,
  ThreadReply,
  ThreadRequest,
} from './thread-messages.ts';

interface Job {
  resolve(figures: FrameFigures | null): void;
  reject(error: FrameSieveError): void;
}

const isSource = import.meta.url.endsWith('.ts');

/** Beside this file, with its extension: both run from source and from `dist`. */
const workerFile = isSource ? './frame-worker.ts' : './frame-worker.js';

/** Options of the process, such as --eval's, need not make sense for a file; but from source it finds the source of others. */
const execArgv = isSource ? ['--conditions=@framesieve/source'] : [];

/**
 * A thread that measures and deinterlaces frames; nothing is copied to it. It starts with the first job, or when it is told
 * to, does jobs one after another, and keeps the process alive only while it has some.
 */
export class FrameThread implements AsyncDisposable {
  readonly #file: URL;
  readonly #jobs = new Map<number, Job>();
  readonly #pictures = new PassPictures();
  #worker: Worker | null = null;
  #failure: FrameSieveError | null = null;
  #lastJob = 0;
  #lastPass = 0;

  /** @param file the module that the thread runs; for tests. */
  constructor(file: URL = new URL(workerFile, import.meta.url)) {
    this.#file = file;
  }

  /** Whether it runs and has nothing to do. */
  get isIdle(): boolean {
    return this.#worker !== null && this.#failure === null && this.#jobs.size === 0;
  }

  /** Starts the thread, if it doesn't run, so that it is ready when the first job comes. */
  start(): void {
    if (!this.#failure) this.#worker ??= this.#start();
  }

  /** A number for the frames of one pass; it is given back with {@link endPass}. */
  beginPass(): number {
    this.#lastPass += 1;
    return this.#lastPass;
  }

  endPass(pass: number): void {
    this.#pictures.forget(pass);
    this.#worker?.postMessage({ kind: 'end-pass', pass } satisfies ThreadRequest);
  }

  /**
   * Measures a frame. Its memory must stay as it is until then.
   *
   * @returns `null` for a frame that is not wanted.
   * @throws FrameSieveError `internal` when the thread can't run, or has been ended.
   */
  measure({ pass, bytes, follows, wanted, ...parts }: MeasureTask): Promise<FrameFigures | null> {
    const memory = isWasmMemory(parts.memory) ? parts.memory : undefined;
    const { byteOffset: address, byteLength } = bytes;
    const place: BytesPlace = memory ? { address, byteLength } : { bytes };
    const picture = this.#pictures.change(pass, { ...parts, memory });
    return this.#post(job => ({
      kind: 'measure',
      ...{ job, pass, place, follows, wanted },
      ...(picture && { picture }),
    }));
  }

  /**
   * Deinterlaces a frame. The memory of all four must stay as it is until then.
   *
   * @throws FrameSieveError `internal` when the thread can't run, or has been ended.
   */
  async deinterlace(task: DeinterlaceTask): Promise<void> {
    await this.#post(job => ({ kind: 'deinterlace', job, ...task }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#fail(new FrameSieveError({ code: 'internal', message: 'The video was closed.' }));
    await this.#worker?.terminate();
  }

  #post(request: (job: number) => ThreadRequest): Promise<FrameFigures | null> {
    if (this.#failure) return Promise.reject(this.#failure);
    const worker = this.#worker ?? this.#start();
    this.#lastJob += 1;
    const job = this.#lastJob;
    return new Promise((resolve, reject) => {
      worker.postMessage(request(job));
      if (this.#jobs.size === 0) worker.ref();
      this.#jobs.set(job, { resolve, reject });
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#file, { execArgv, name: 'framesieve frames' });
    this.#worker = worker;
    worker.on('message', (reply: ThreadReply) => this.#settle(reply));
    worker.on('error', error => this.#fail(threadFailure(messageOf(error), error)));
    worker.on('exit', code => this.#fail(threadFailure(`it ended with code ${code}`)));
    // Who listens for messages keeps the process alive, so this comes last.
    worker.unref();
    return worker;
  }

  #settle(reply: ThreadReply): void {
    const job = this.#jobs.get(reply.job);
    this.#jobs.delete(reply.job);
    if (this.#jobs.size === 0) this.#worker?.unref();
    if ('error' in reply) job?.reject(threadFailure(reply.error));
    else job?.resolve(reply.figures);
  }

  #fail(failure: FrameSieveError): void {
    this.#failure ??= failure;
    for (const job of this.#jobs.values()) job.reject(this.#failure);
    this.#jobs.clear();
  }
}

function threadFailure(reason: string, cause?: unknown): FrameSieveError {
  return new FrameSieveError({
    code: 'internal',
    message: `The thread that measures frames failed: ${reason}.`,
    hint: 'A program that bundles @framesieve/decoder must leave it out of the bundle: it starts a thread from a file of its own.',
    cause,
  });
}
