import { Worker } from 'node:worker_threads';
import { ExitGuard } from './exit-guard.ts';
import type { RuntimeJob, RuntimeReply, RuntimeRequest, RuntimeResults } from './messages.ts';
import type { OnnxRuntime, OnnxSession, RuntimeDescription, SessionSettings } from './runtime.ts';

interface Waiting {
  resolve(result: RuntimeResults[keyof RuntimeResults]): void;
  reject(error: Error): void;
}

/** Beside this file, with its extension: both run from source and from `dist`. */
const workerFile = import.meta.url.endsWith('.ts') ? './runtime-worker.ts' : './runtime-worker.js';

/**
 * ONNX Runtime in a thread of its own, since its calls block the thread that makes them: while it computes, the next input
 * is prepared and frames are decoded. It starts with the first request, does them one after another, and keeps the process
 * alive only while it has some.
 */
export class RuntimeThread implements OnnxRuntime {
  readonly #jobs = new Map<number, Waiting>();
  readonly #guard = new ExitGuard();
  #worker: Worker | null = null;
  #failure: Error | null = null;
  #lastJob = 0;

  /** Whether it can be used, or it has ended unexpectedly. */
  get isUsable(): boolean {
    return this.#failure === null;
  }

  describe(): Promise<RuntimeDescription> {
    return this.#ask({ kind: 'describe' });
  }

  async open(model: Uint8Array, settings: SessionSettings): Promise<OnnxSession> {
    const { session, inputs, outputs } = await this.#ask({ kind: 'open', model, settings });
    return {
      inputs,
      outputs,
      run: (given, wanted) => this.#ask({ kind: 'run', session, inputs: given, outputs: wanted }),
      close: async () => {
        if (this.isUsable) await this.#ask({ kind: 'close', session });
      },
    };
  }

  async #ask<Kind extends keyof RuntimeResults>(
    request: RuntimeRequest & { readonly kind: Kind },
  ): Promise<RuntimeResults[Kind]> {
    if (this.#failure) throw this.#failure;
    const worker = this.#worker ?? this.#start();
    this.#lastJob += 1;
    const job = this.#lastJob;
    const result = await new Promise<RuntimeResults[keyof RuntimeResults]>((resolve, reject) => {
      worker.postMessage({ job, request } satisfies RuntimeJob);
      if (this.#jobs.size === 0) worker.ref();
      this.#jobs.set(job, { resolve, reject });
    });
    // A request is answered with the result of its kind.
    return result as RuntimeResults[Kind];
  }

  #start(): Worker {
    // Since 1.30 the runtime keeps usage data under the home folder and uploads it, unless it is told not to when it loads.
    process.env.ORT_DISABLE_TELEMETRY ??= '1';
    // Options of the process, such as --eval's, need not make sense for a file.
    const options = { execArgv: [], workerData: this.#guard.flags, name: 'framesieve onnxruntime' };
    const worker = new Worker(new URL(workerFile, import.meta.url), options);
    this.#worker = worker;
    worker.unref();
    worker.on('message', (reply: RuntimeReply) => this.#settle(reply));
    worker.on('error', error => this.#fail(error));
    worker.on('exit', code => this.#fail(new Error(`its thread ended with code ${code}`)));
    process.on('exit', this.#guard.close);
    return worker;
  }

  #settle(reply: RuntimeReply): void {
    const waiting = this.#jobs.get(reply.job);
    this.#jobs.delete(reply.job);
    if (this.#jobs.size === 0) this.#worker?.unref();
    if ('error' in reply) waiting?.reject(new Error(reply.error));
    else waiting?.resolve(reply.result);
  }

  #fail(failure: Error): void {
    this.#failure ??= failure;
    process.off('exit', this.#guard.close);
    for (const waiting of this.#jobs.values()) waiting.reject(this.#failure);
    this.#jobs.clear();
  }
}

let shared: RuntimeThread | null = null;

/** The thread that all models of this process are loaded in. */
export function sharedRuntime(): OnnxRuntime {
  if (!shared?.isUsable) shared = new RuntimeThread();
  return shared;
}
