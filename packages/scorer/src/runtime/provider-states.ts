import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeRuntime } from './availability.ts';

/** Whether an execution provider can be used on this machine. */
export interface ProviderState {
  /** The value of `device` that means it. */
  readonly name: string;
  readonly usable: boolean;
  /** Why not; `null` where it is usable. */
  readonly reason: string | null;
}

/** A provider that has not answered after so long, in milliseconds, is not usable. */
const timeoutMs = 30_000;

const probe = new URL(
  import.meta.url.endsWith('.ts') ? './provider-worker.ts' : './provider-worker.js',
  import.meta.url,
);

/**
 * Which of the execution providers of ONNX Runtime can be used here, found out by opening a tiny model on each. That is done
 * in processes of their own, since a provider that can't be used may write to the console or crash.
 *
 * @throws FrameSieveError `metric-unavailable` when the runtime can't be loaded.
 */
export async function providerStates(): Promise<readonly ProviderState[]> {
  const { providers } = await describeRuntime();
  return Promise.all(providers.map(stateOf));
}

function stateOf(name: string): Promise<ProviderState> {
  const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1', NODE_OPTIONS: '' };
  return new Promise(resolve => {
    const file = fileURLToPath(probe);
    execFile(process.execPath, [file, name], { env, timeout: timeoutMs }, (error, stdout) => {
      // Providers write what they like; the answer is the last line.
      const answer = /\{"usable".*\}\s*$/.exec(stdout)?.[0];
      if (answer !== undefined) resolve({ name, ...(JSON.parse(answer) as Omit<ProviderState, 'name'>) });
      else resolve({ name, usable: false, reason: ending(error) });
    });
  });
}

function ending(error: Parameters<NonNullable<Parameters<typeof execFile>[3]>>[0]): string {
  if (error?.killed) return `it did not answer within ${timeoutMs / 1000} s`;
  return `it ended the process (${error?.signal ?? `code ${error?.code ?? 0}`})`;
}
