import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FuzzCase } from './cases.ts';
import type { CaseResult } from './check-case.ts';
import type { WorkerMessage } from './worker.ts';

/** A case that was run. */
export interface FuzzOutcome {
  readonly fuzzCase: FuzzCase;
  /** `null` when the process crashed or hung over it. */
  readonly result: CaseResult | null;
  readonly violations: readonly string[];
  readonly seconds: number;
}

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
/** A case by the command starts some ten processes; by libav it takes well under a second. */
const slowSeconds = { libav: 20, ffmpeg: 60 };
/** The frame pool, FFmpeg's threads and Node.js take about 300 MB. */
const memoryLimitBytes = 1024 ** 3;
const casesPerProcess = 100;

/** Runs cases one after the other in processes of their own, so that a crash or a hang is seen, and whose it is. */
export async function* runCases(cases: readonly FuzzCase[]): AsyncGenerator<FuzzOutcome> {
  let child: ChildProcess | null = null;
  let served = 0;
  try {
    for (const fuzzCase of cases) {
      child ??= fork(worker, {
        execArgv: ['--conditions=@framesieve/source'],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      const outcome = await runCase(child, fuzzCase);
      yield outcome;
      served += 1;
      if (outcome.result !== null && served < casesPerProcess) continue;
      await end(child);
      [child, served] = [null, 0];
    }
  } finally {
    if (child) await end(child);
  }
}

async function runCase(child: ChildProcess, fuzzCase: FuzzCase): Promise<FuzzOutcome> {
  const start = performance.now();
  const seconds = slowSeconds[fuzzCase.decoder];
  let said = '';
  const onText = (chunk: Buffer) => {
    said = (said + chunk).slice(-2000);
  };
  child.stderr?.on('data', onText);
  const answer = await new Promise<WorkerMessage | string>(resolve => {
    const timer = setTimeout(() => resolve(`It took more than ${seconds} s.`), seconds * 1000);
    const onExit = (code: number | null, signal: string | null) =>
      settle(`The process ended: ${signal ?? code}. ${said}`);
    const settle = (value: WorkerMessage | string) => {
      clearTimeout(timer);
      child.off('exit', onExit).off('message', settle);
      resolve(value);
    };
    child.once('exit', onExit).once('message', settle);
    child.send(fuzzCase);
  });
  child.stderr?.off('data', onText);
  const taken = (performance.now() - start) / 1000;
  if (typeof answer === 'string') return { fuzzCase, result: null, violations: [answer], seconds: taken };
  const { result, peakBytes } = answer;
  const memory =
    peakBytes > memoryLimitBytes ? [`The process has taken ${Math.round(peakBytes / 1e6)} MB.`] : [];
  return { fuzzCase, result, violations: [...result.violations, ...memory], seconds: taken };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
